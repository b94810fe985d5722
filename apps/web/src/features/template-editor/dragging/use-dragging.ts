import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { attachClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge';
import type { Edge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/types';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { useEditorStore } from '../state/editor-context.ts';
import { accepts, type Dragged, dropEdits, type DropPlace } from './drop.ts';

/** Ours among whatever else may be dragged over the page. */
const key = Symbol('what is dragged in the editor');
const placeKey = Symbol('a place in the editor');

type Data = Record<string | symbol, unknown>;

function draggedIn(data: Data): Dragged | undefined {
  return data[key] as Dragged | undefined; // only `useDragSource` writes it
}

function placeIn(data: Data): DropPlace | undefined {
  return data[placeKey] as DropPlace | undefined; // only `useDropTarget` writes it
}

/** Lets an element be dragged; `label` is what hangs on the pointer, the element itself without one. */
export function useDragSource(element: RefObject<HTMLElement | null>, dragged: Dragged, label?: string): void {
  const data = useEffectEvent(() => ({ [key]: dragged }));
  useEffect(() => {
    if (!element.current) return;
    return draggable({
      element: element.current,
      getInitialData: () => data(),
      onGenerateDragPreview: ({ nativeSetDragImage }) => {
        if (label === undefined) return;
        setCustomNativeDragPreview({ nativeSetDragImage, render: ({ container }) => container.append(tag(label)) });
      },
    });
  }, [element, label]);
}

function tag(label: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'rounded-md bg-accent-solid px-3 py-1.5 font-medium text-on-solid';
  element.textContent = label;
  return element;
}

/** The edge at which something would go now; null while nothing is dragged over it. */
export function useDropTarget(element: RefObject<HTMLElement | null>, { kind, id }: DropPlace): Edge | null {
  const [edge, setEdge] = useState<Edge | null>(null);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const place: DropPlace = { kind, id };
    return dropTargetForElements({
      element: target,
      canDrop: ({ source }) => {
        const dragged = draggedIn(source.data);
        return dragged !== undefined && accepts(place, dragged);
      },
      getData: ({ input, element: over }) =>
        attachClosestEdge({ [placeKey]: place }, { input, element: over, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self, location }) => {
        const isInnermost = location.current.dropTargets[0]?.element === target;
        setEdge(isInnermost ? extractClosestEdge(self.data) : null);
      },
      onDragLeave: () => setEdge(null),
      onDrop: () => setEdge(null),
    });
  }, [element, kind, id]);
  return edge;
}

/** Does what a drop means; once, in the editor. */
export function useDrops(scroller: RefObject<HTMLElement | null>): void {
  const store = useEditorStore();
  useEffect(() => {
    if (!scroller.current) return;
    return combine(
      autoScrollForElements({ element: scroller.current }),
      monitorForElements({
        canMonitor: ({ source }) => draggedIn(source.data) !== undefined,
        onDrop: ({ source, location }) => {
          const dragged = draggedIn(source.data);
          const target = location.current.dropTargets[0];
          const place = target && placeIn(target.data);
          if (!dragged || !place) return;
          const drop = dropEdits(store, dragged, place, extractClosestEdge(target.data) === 'bottom');
          if (drop && store.do(...drop.edits)) store.select(drop.id, { focus: true });
        },
      }),
    );
  }, [scroller, store]);
}
