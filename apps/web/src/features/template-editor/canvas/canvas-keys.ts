import type { KeyboardEvent } from 'react';
import { blockIds, duplicateNode, firstTextOf, move } from '../state/actions.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { useRemove } from '../state/use-remove.ts';

/** The keys of the canvas while a block, not a text, has the focus. */
export function useCanvasKeys(): (event: KeyboardEvent) => void {
  const store = useEditorStore();
  const remove = useRemove();

  function run(event: KeyboardEvent, id: string): boolean {
    const held = event.metaKey || event.ctrlKey;
    if (event.altKey && event.key === 'ArrowUp') return moved(id, 'up');
    if (event.altKey && event.key === 'ArrowDown') return moved(id, 'down');
    if (held && event.key.toLowerCase() === 'd') return done(() => duplicateNode(store, id));
    if (held || event.altKey) return false;
    switch (event.key) {
      case 'ArrowUp':
        return go(id, -1);
      case 'ArrowDown':
        return go(id, 1);
      case 'Home':
        return done(() => store.select(blockIds(store)[0] ?? null, { focus: true }));
      case 'End':
        return done(() => store.select(blockIds(store).at(-1) ?? null, { focus: true }));
      case '/':
        return openInsertMenu(event.target);
      case 'Delete':
      case 'Backspace':
        return done(() => remove(id));
      case 'Enter':
        return enter(id);
      case 'Escape':
        return up(id);
      default:
        return false;
    }
  }

  const done = (action: () => void): boolean => {
    action();
    return true;
  };
  const moved = (id: string, direction: 'up' | 'down') => done(() => move(store, id, direction));
  const go = (id: string, by: 1 | -1): boolean => {
    const ids = blockIds(store);
    const next = ids[ids.indexOf(id) + by];
    if (next) store.select(next, { focus: true });
    return true;
  };
  const enter = (id: string): boolean => {
    const block = store.block(id);
    const path = block ? firstTextOf(block) : null;
    if (path === null) return false;
    store.edit({ id, path });
    return true;
  };
  const openInsertMenu = (target: EventTarget): boolean => {
    const button = target instanceof Element ? target.querySelector<HTMLElement>('[data-insert]') : null;
    button?.click();
    return button !== null;
  };
  /** From a block to its section, and from there to nothing. */
  const up = (id: string): boolean => {
    const place = store.placeOf(id);
    store.select(place && place.kind !== 'section' ? place.section.id : null, { focus: true });
    return true;
  };

  return (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    const id = event.target.dataset['node']; // the block itself, not a button or text inside it
    if (id === undefined || event.defaultPrevented) return;
    if (run(event, id)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}
