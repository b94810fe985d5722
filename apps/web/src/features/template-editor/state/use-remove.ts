import { useCallback } from 'react';
import { notify } from '../../../ui/toast.tsx';
import { nameOf, remove } from './actions.ts';
import { useEditorStore } from './editor-context.ts';

/** Takes something out and offers to bring it back. */
export function useRemove(): (id: string) => void {
  const store = useEditorStore();
  return useCallback(
    (id: string) => {
      const name = nameOf(store, id);
      const back = remove(store, id);
      if (back) notify(`${name} deleted`, { undo: () => store.do(back) });
    },
    [store],
  );
}
