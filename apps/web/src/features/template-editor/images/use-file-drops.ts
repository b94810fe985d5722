import { type RefObject, useEffect, useEffectEvent } from 'react';
import { filesIn } from '../../images/index.ts';

/** Takes pictures that are dropped anywhere on the canvas. */
export function useFileDrops(element: RefObject<HTMLElement | null>, onFiles: (files: readonly File[]) => void): void {
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      take(filesIn(event.dataTransfer));
    };
    target.addEventListener('dragover', onDragOver);
    target.addEventListener('drop', onDrop, { capture: true });
    return () => {
      target.removeEventListener('dragover', onDragOver);
      target.removeEventListener('drop', onDrop, { capture: true });
    };
  }, [element]);
}
