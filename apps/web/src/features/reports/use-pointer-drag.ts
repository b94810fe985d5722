import { type PointerEvent, useRef } from 'react';

interface Drag {
  /** Columns and rows that the pointer has moved since it went down. */
  readonly onDrag: (columns: number, rows: number) => void;
  readonly onDrop: () => void;
  readonly onCancel: () => void;
  /** How large one column and one row are, in pixels. */
  readonly cell: () => { readonly width: number; readonly height: number };
}

/** Handlers for something that is dragged by mouse, pen or finger. Escape cancels. */
export function usePointerDrag({ onDrag, onDrop, onCancel, cell }: Drag) {
  const begun = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const end = (finish: () => void) => {
    if (!begun.current) return;
    begun.current = null;
    finish();
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      begun.current = { x: event.pageX, y: event.pageY };
    },
    onPointerMove: ({ pageX, pageY }: PointerEvent<HTMLElement>) => {
      if (!begun.current) return;
      const { width, height } = cell();
      onDrag(Math.round((pageX - begun.current.x) / width), Math.round((pageY - begun.current.y) / height));
    },
    onPointerUp: () => end(onDrop),
    onPointerCancel: () => end(onCancel),
    cancel: () => end(onCancel),
  };
}
