import { createContext, use, useSyncExternalStore } from 'react';
import type { EditorState, EditorStore } from './editor-store.ts';

const StoreContext = createContext<EditorStore | null>(null);
export const EditorProvider = StoreContext.Provider;

/** The document that is being edited, for what changes it. */
export function useEditorStore(): EditorStore {
  const store = use(StoreContext);
  if (!store) throw new Error('useEditorStore is only for what is inside the editor.');
  return store;
}

/** A part of the state; draws again when that part is another. `pick` must not make new objects. */
export function useEditorState<Part>(pick: (state: EditorState) => Part): Part {
  const store = useEditorStore();
  return useSyncExternalStore(store.subscribe, () => pick(store.state));
}
