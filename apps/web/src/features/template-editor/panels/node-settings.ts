import type { Block, Column, Section } from '@engagex/domain/documents';
import { useEditorStore } from '../state/editor-context.ts';

/** Changes one place of what the panel shows: at once, or as typing, of which a stretch is one step to undo. */
export interface Settings {
  readonly set: (path: string, value: unknown) => void;
  readonly type: (path: string, value: unknown) => void;
  /** Several properties as one step. */
  readonly setAll: (values: Readonly<Record<string, unknown>>) => void;
}

export function useSettings({ id }: Block | Column | Section): Settings {
  const store = useEditorStore();
  return {
    set: (path, value) => store.set(id, path, value),
    type: (path, value) => store.type(id, path, value),
    setAll: (values) => store.setAll(id, values),
  };
}
