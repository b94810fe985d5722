import type { Edit } from '@engagex/domain/documents';
import type { EditorStore } from '../state/editor-store.ts';
import { newBlock, type NewBlockType, newSection } from '../state/new-block.ts';

/** What is dragged: something that is there, or something new from the palette. */
export type Dragged =
  | { readonly kind: 'block'; readonly id: string }
  | { readonly kind: 'section'; readonly id: string }
  | { readonly kind: 'new-block'; readonly type: NewBlockType }
  | { readonly kind: 'new-section'; readonly widths: readonly number[] };

export interface DropPlace {
  readonly kind: 'block' | 'column' | 'section';
  readonly id: string;
}

/** Sections stand between sections only. */
export function accepts(place: DropPlace, dragged: Dragged): boolean {
  if (dragged.kind === 'section' || dragged.kind === 'new-section') return place.kind === 'section';
  return !('id' in dragged && dragged.id === place.id);
}

/** The edits that a drop makes, as one step, and what is selected then. Nothing when it changes nothing. */
export function dropEdits(
  store: EditorStore,
  dragged: Dragged,
  place: DropPlace,
  isBelow: boolean,
): { readonly edits: readonly Edit[]; readonly id: string } | null {
  if (dragged.kind === 'section' || dragged.kind === 'new-section') return dropSection(store, dragged, place, isBelow);
  const target = store.placeOf(place.id);
  if (!target) return null;
  if (target.kind === 'section') return dropBetweenSections(dragged, target.index + (isBelow ? 1 : 0));
  const column = target.kind === 'block' ? target.column : target.node;
  const at = target.kind === 'block' ? target.index + (isBelow ? 1 : 0) : column.blocks.length;
  if (dragged.kind === 'new-block') {
    const block = newBlock(dragged.type);
    return { edits: [{ do: 'insert-block', columnId: column.id, index: at, block }], id: block.id };
  }
  const own = column.blocks.findIndex(({ id }) => id === dragged.id);
  const index = own !== -1 && own < at ? at - 1 : at;
  if (own === index) return null;
  return { edits: [{ do: 'move-block', id: dragged.id, columnId: column.id, index }], id: dragged.id };
}

function dropSection(
  store: EditorStore,
  dragged: Extract<Dragged, { kind: 'section' | 'new-section' }>,
  place: DropPlace,
  isBelow: boolean,
) {
  const target = store.placeOf(place.id);
  if (target?.kind !== 'section') return null;
  const at = target.index + (isBelow ? 1 : 0);
  if (dragged.kind === 'new-section') {
    const section = newSection(dragged.widths);
    return { edits: [{ do: 'insert-section', index: at, section } as const], id: section.id };
  }
  const own = store.document.sections.findIndex(({ id }) => id === dragged.id);
  const index = own !== -1 && own < at ? at - 1 : at;
  if (own === index) return null;
  return { edits: [{ do: 'move-section', id: dragged.id, index } as const], id: dragged.id };
}

/** A block between sections gets a section of its own. */
function dropBetweenSections(dragged: Extract<Dragged, { kind: 'block' | 'new-block' }>, index: number) {
  if (dragged.kind === 'new-block') {
    const block = newBlock(dragged.type);
    return { edits: [{ do: 'insert-section', index, section: newSection([1], [block]) } as const], id: block.id };
  }
  const section = newSection();
  const columnId = section.columns[0]?.id ?? '';
  const edits: Edit[] = [
    { do: 'insert-section', index, section },
    { do: 'move-block', id: dragged.id, columnId, index: 0 },
  ];
  return { edits, id: dragged.id };
}
