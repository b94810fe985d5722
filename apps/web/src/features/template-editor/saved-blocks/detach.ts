import type { Block, Edit } from '@engagex/domain/documents';
import type { EditorStore } from '../state/editor-store.ts';
import { newId } from '../state/new-id.ts';

/** Puts copies of its blocks in the place of a saved block, as one step; later releases no longer change them. */
export function detach(store: EditorStore, id: string, blocks: readonly Block[]): void {
  const place = store.placeOf(id);
  if (place?.kind !== 'block') return;
  const copies = blocks.map((block) => ({ ...block, id: newId() }));
  const inserted = copies.map((block, at): Edit => ({
    do: 'insert-block',
    columnId: place.column.id,
    index: place.index + at,
    block,
  }));
  if (store.do({ do: 'remove', id }, ...inserted)) store.select(copies[0]?.id ?? null, { focus: true });
}

/** Puts a saved block in the place of the block it was made of, as one step. */
export function replaceBySaved(store: EditorStore, id: string, savedBlockId: string): void {
  const place = store.placeOf(id);
  if (place?.kind !== 'block') return;
  const saved: Block = { id: newId(), type: 'saved', savedBlockId };
  const insert: Edit = { do: 'insert-block', columnId: place.column.id, index: place.index, block: saved };
  if (store.do({ do: 'remove', id }, insert)) store.select(saved.id, { focus: true });
}
