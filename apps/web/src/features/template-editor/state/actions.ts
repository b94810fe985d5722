import {
  applyEdit,
  type Block,
  duplicate,
  type Edit,
  moveDown,
  moveInto,
  moveUp,
  type Section,
} from '@engagex/domain/documents';
import { blockNames } from './block-names.ts';
import type { EditorStore } from './editor-store.ts';
import { newBlock, type NewBlockType, newSection } from './new-block.ts';
import { newId } from './new-id.ts';

/** Puts a block below another, at the end of a column, or in a section of its own, and the cursor into it. */
export function insertBlock(store: EditorStore, what: NewBlockType | Block, nearId: string | null): void {
  const block = typeof what === 'string' ? newBlock(what) : what;
  if (!store.do(insertionOf(store, block, nearId))) return;
  begin(store, block);
}

/** Puts the cursor into what was inserted, or selects it where there is no text. */
export function begin(store: EditorStore, block: Block): void {
  const path = firstTextOf(block);
  if (path && (block.type === 'text' || block.type === 'heading')) store.edit({ id: block.id, path });
  else store.select(block.id, { focus: true });
}

/** The text that Enter goes into. */
export function firstTextOf(block: Block): string | null {
  switch (block.type) {
    case 'text':
    case 'heading':
      return 'content';
    case 'button':
    case 'video':
      return 'label';
    case 'hero':
      return 'heading';
    case 'card':
      return 'title';
    case 'coupon':
      return 'code';
    case 'menu':
      return 'items.0.label';
    case 'table':
      return block.header ? 'header.0' : 'rows.0.cells.0';
    case 'footer':
      return block.text ? 'text' : null;
    case 'image':
    case 'divider':
    case 'spacer':
    case 'social':
    case 'raw':
    case 'saved':
      return null;
  }
}

function insertionOf(store: EditorStore, block: Block, nearId: string | null): Edit {
  const place = store.placeOf(nearId);
  if (place?.kind === 'block') return { do: 'insert-block', columnId: place.column.id, index: place.index + 1, block };
  if (place?.kind === 'column')
    return { do: 'insert-block', columnId: place.node.id, index: place.node.blocks.length, block };
  const index = place ? place.index + 1 : store.document.sections.length;
  return { do: 'insert-section', index, section: newSection([1], [block]) };
}

/** A section with these columns below the one that something is in. */
export function insertSection(store: EditorStore, widths: readonly number[], nearId: string | null): void {
  insertMadeSection(store, newSection(widths), nearId);
}

export function insertMadeSection(store: EditorStore, section: Section, nearId: string | null): void {
  const place = store.placeOf(nearId);
  const own = place?.kind === 'section' ? place.node : place?.section;
  const index = own ? store.document.sections.findIndex(({ id }) => id === own.id) + 1 : store.document.sections.length;
  if (!store.do({ do: 'insert-section', index, section })) return;
  store.select(section.columns[0]?.blocks[0]?.id ?? section.columns[0]?.id ?? section.id, { focus: true });
}

/**
 * Takes something out, and the section around it when nothing else is in it. What is next to it is selected then. Gives the
 * edit that brings it back, for a toast; null when there was nothing to take out.
 */
export function remove(store: EditorStore, id: string): Edit | null {
  const place = store.placeOf(id);
  if (!place) return null;
  const isAlone =
    (place.kind === 'block' && place.section.columns.length === 1 && place.column.blocks.length === 1) ||
    (place.kind === 'column' && place.section.columns.length === 1);
  const removed = isAlone ? place.section.id : id;
  const ids = blockIds(store);
  const inside = new Set(store.placeOf(removed)?.kind === 'section' ? idsInside(store, removed) : [id]);
  const at = ids.findIndex((each) => inside.has(each));
  const next = ids.slice(at).find((each) => !inside.has(each)) ?? ids.slice(0, Math.max(0, at)).at(-1) ?? null;
  const { inverse } = applyEdit(store.document, { do: 'remove', id: removed });
  if (!store.do({ do: 'remove', id: removed })) return null;
  store.select(next, { focus: next !== null });
  return inverse;
}

/** What something is called in `… deleted`. */
export function nameOf(store: EditorStore, id: string): string {
  const place = store.placeOf(id);
  if (place?.kind === 'block') return blockNames[place.node.type].name;
  return place?.kind === 'column' ? 'Column' : 'Section';
}

export function blockIds({ document }: EditorStore): string[] {
  return document.sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks.map(({ id }) => id)));
}

function idsInside({ document }: EditorStore, sectionId: string): string[] {
  const section = document.sections.find(({ id }) => id === sectionId);
  return section?.columns.flatMap(({ blocks }) => blocks.map(({ id }) => id)) ?? [];
}

export function duplicateNode(store: EditorStore, id: string): void {
  const edit = duplicate(store.document, id, newId);
  if (!edit || !store.do(edit)) return;
  if (edit.do === 'insert-block') store.select(edit.block.id, { focus: true });
  if (edit.do === 'insert-section') store.select(edit.section.id, { focus: true });
}

export function move(store: EditorStore, id: string, direction: 'up' | 'down'): boolean {
  const edit = direction === 'up' ? moveUp(store.document, id) : moveDown(store.document, id);
  if (!edit || !store.do(edit)) return false;
  store.select(id, { focus: true });
  return true;
}

export function moveToColumn(store: EditorStore, id: string, columnId: string): void {
  const edit = moveInto(store.document, id, columnId);
  if (edit && store.do(edit)) store.select(id, { focus: true });
}

/** The columns that a block can go into, by their names in menus: `Section 2, column 1`. */
export function columnsFor(store: EditorStore, id: string): { readonly id: string; readonly name: string }[] {
  const place = store.placeOf(id);
  if (place?.kind !== 'block') return [];
  return store.document.sections.flatMap(({ columns }, at) =>
    columns.flatMap((column, index) => {
      if (column.id === place.column.id) return [];
      const name = columns.length > 1 ? `Section ${at + 1}, column ${index + 1}` : `Section ${at + 1}`;
      return [{ id: column.id, name }];
    }),
  );
}
