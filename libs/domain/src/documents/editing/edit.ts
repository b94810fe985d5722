import type { z } from 'zod';
import { DomainError } from '../../shared/index.ts';
import type { Block } from '../blocks/block.ts';
import type { Column, EmailDocument, Section } from '../document.ts';

/**
 * One change of a document. Edits are plain data, so they can be kept, sent and undone; `index` counts from 0 among what
 * is there once the edit is done.
 */
export type Edit =
  | { readonly do: 'insert-section'; readonly index: number; readonly section: Section }
  | { readonly do: 'insert-column'; readonly sectionId: string; readonly index: number; readonly column: Column }
  | { readonly do: 'insert-block'; readonly columnId: string; readonly index: number; readonly block: Block }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'move-section'; readonly id: string; readonly index: number }
  | { readonly do: 'move-column'; readonly id: string; readonly sectionId: string; readonly index: number }
  | { readonly do: 'move-block'; readonly id: string; readonly columnId: string; readonly index: number }
  /** One property of a section, column or block; without a value it is taken away. Not its id, type or contents. */
  | { readonly do: 'set'; readonly id: string; readonly property: string; readonly value?: Json | undefined }
  | { readonly do: 'set-direction'; readonly direction: EmailDocument['direction'] }
  /** The languages of the message and the lines around it in each; translations of blocks are properties of the blocks. */
  | { readonly do: 'set-languages'; readonly languages?: EmailDocument['languages'] };

export type Json = z.core.util.JSONType;

/** What was made of a document, and the edit that takes it back. */
export interface Edited {
  readonly document: EmailDocument;
  readonly inverse: Edit;
}

/**
 * Does one edit; the document it is given stays as it is. Whether values fit is for `readDocument` to say. Throws
 * `edit.…` for what is not there, is there already, or would leave a section without a column.
 */
export function applyEdit(document: EmailDocument, edit: Edit): Edited {
  switch (edit.do) {
    case 'insert-section':
      assertNew(document, idsOf([edit.section]));
      return {
        document: { ...document, sections: inserted(document.sections, edit.index, edit.section) },
        inverse: { do: 'remove', id: edit.section.id },
      };
    case 'insert-column':
      assertNew(document, [edit.column.id, ...edit.column.blocks.map(({ id }) => id)]);
      return {
        document: withColumns(document, edit.sectionId, (columns) => inserted(columns, edit.index, edit.column)),
        inverse: { do: 'remove', id: edit.column.id },
      };
    case 'insert-block':
      assertNew(document, [edit.block.id]);
      return {
        document: withBlocks(document, edit.columnId, (blocks) => inserted(blocks, edit.index, edit.block)),
        inverse: { do: 'remove', id: edit.block.id },
      };
    case 'remove':
      return remove(document, edit.id);
    case 'move-section':
    case 'move-column':
    case 'move-block':
      return move(document, edit);
    case 'set':
      return set(document, edit);
    case 'set-direction':
      return {
        document: { ...document, direction: edit.direction },
        inverse: { do: 'set-direction', direction: document.direction },
      };
    case 'set-languages': {
      const { languages: before, ...rest } = document;
      return {
        document: edit.languages ? { ...rest, languages: edit.languages } : rest,
        inverse: { do: 'set-languages', languages: before },
      };
    }
  }
}

/** Where a section, column or block is; `index` among those beside it. */
export type Place =
  | { readonly kind: 'section'; readonly node: Section; readonly index: number }
  | { readonly kind: 'column'; readonly node: Column; readonly index: number; readonly section: Section }
  | {
      readonly kind: 'block';
      readonly node: Block;
      readonly index: number;
      readonly section: Section;
      readonly column: Column;
    };

export function placeOf(document: EmailDocument, id: string): Place | null {
  for (const [index, section] of document.sections.entries()) {
    if (section.id === id) return { kind: 'section', node: section, index };
    for (const [at, column] of section.columns.entries()) {
      if (column.id === id) return { kind: 'column', node: column, index: at, section };
      const found = column.blocks.findIndex((block) => block.id === id);
      const block = column.blocks[found];
      if (block) return { kind: 'block', node: block, index: found, section, column };
    }
  }
  return null;
}

/** All ids of these sections: their own, and those of everything in them. */
export function idsOf(sections: readonly Section[]): string[] {
  return sections.flatMap(({ id, columns }) => [
    id,
    ...columns.flatMap((each) => [each.id, ...each.blocks.map((block) => block.id)]),
  ]);
}

function remove(document: EmailDocument, id: string): Edited {
  const place = placeIn(document, id);
  const { index } = place;
  switch (place.kind) {
    case 'section':
      return {
        document: { ...document, sections: without(document.sections, id) },
        inverse: { do: 'insert-section', index, section: place.node },
      };
    case 'column': {
      assertNotLast(place.section);
      return {
        document: withColumns(document, place.section.id, (columns) => without(columns, id)),
        inverse: { do: 'insert-column', sectionId: place.section.id, index, column: place.node },
      };
    }
    case 'block':
      return {
        document: withBlocks(document, place.column.id, (blocks) => without(blocks, id)),
        inverse: { do: 'insert-block', columnId: place.column.id, index, block: place.node },
      };
  }
}

type Move = Extract<Edit, { do: 'move-section' | 'move-column' | 'move-block' }>;

function move(document: EmailDocument, edit: Move): Edited {
  const place = placeIn(document, edit.id);
  if (edit.do !== `move-${place.kind}`) throw refusal('edit.kind', 'This cannot be moved there.');
  const { index } = place;
  if (edit.do === 'move-section' && place.kind === 'section') {
    return {
      document: { ...document, sections: inserted(without(document.sections, edit.id), edit.index, place.node) },
      inverse: { do: 'move-section', id: edit.id, index },
    };
  }
  if (edit.do === 'move-column' && place.kind === 'column') {
    if (place.section.id !== edit.sectionId) assertNotLast(place.section);
    const taken = withColumns(document, place.section.id, (columns) => without(columns, edit.id));
    return {
      document: withColumns(taken, edit.sectionId, (columns) => inserted(columns, edit.index, place.node)),
      inverse: { do: 'move-column', id: edit.id, sectionId: place.section.id, index },
    };
  }
  if (edit.do === 'move-block' && place.kind === 'block') {
    const taken = withBlocks(document, place.column.id, (blocks) => without(blocks, edit.id));
    return {
      document: withBlocks(taken, edit.columnId, (blocks) => inserted(blocks, edit.index, place.node)),
      inverse: { do: 'move-block', id: edit.id, columnId: place.column.id, index },
    };
  }
  throw refusal('edit.kind', 'This cannot be moved there.');
}

/** What has an edit, or a meaning, of its own. */
const structural = new Set(['id', 'type', 'sections', 'columns', 'blocks', '__proto__']);

function set(document: EmailDocument, { id, property, value }: Extract<Edit, { do: 'set' }>): Edited {
  if (structural.has(property)) throw refusal('edit.property', 'This cannot be changed.');
  const place = placeIn(document, id);
  const before: unknown = Object.hasOwn(place.node, property) ? Reflect.get(place.node, property) : undefined;
  const changed = withProperty(place.node, property, value);
  const inverse: Edit = { do: 'set', id, property, value: before as Json | undefined }; // documents are JSON
  return { document: replaced(document, id, changed), inverse };
}

/** The same with one property changed; in the order it had. */
function withProperty(node: object, property: string, value: unknown): object {
  const { [property]: _before, ...rest }: Record<string, unknown> = { ...node };
  return value === undefined ? rest : { ...node, [property]: value };
}

function replaced(document: EmailDocument, id: string, node: object): EmailDocument {
  const swap = <T extends { readonly id: string }>(each: T): T => (each.id === id ? (node as T) : each); // `set` keeps the kind
  return {
    ...document,
    sections: document.sections.map((section) => {
      const own = swap(section);
      return {
        ...own,
        columns: own.columns.map((column) => {
          const ownColumn = swap(column);
          return { ...ownColumn, blocks: ownColumn.blocks.map(swap) };
        }),
      };
    }),
  };
}

function withColumns(
  document: EmailDocument,
  sectionId: string,
  change: (columns: Column[]) => Column[],
): EmailDocument {
  if (!document.sections.some(({ id }) => id === sectionId)) throw missing();
  return {
    ...document,
    sections: document.sections.map((section) =>
      section.id === sectionId ? { ...section, columns: change(section.columns) } : section,
    ),
  };
}

function withBlocks(document: EmailDocument, columnId: string, change: (blocks: Block[]) => Block[]): EmailDocument {
  const place = placeIn(document, columnId);
  if (place.kind !== 'column') throw missing();
  return withColumns(document, place.section.id, (columns) =>
    columns.map((column) => (column.id === columnId ? { ...column, blocks: change(column.blocks) } : column)),
  );
}

function inserted<T>(list: readonly T[], index: number, item: T): T[] {
  return list.toSpliced(Math.max(0, Math.min(index, list.length)), 0, item);
}

function without<T extends { readonly id: string }>(list: readonly T[], id: string): T[] {
  return list.filter((each) => each.id !== id);
}

function placeIn(document: EmailDocument, id: string): Place {
  const place = placeOf(document, id);
  if (!place) throw missing();
  return place;
}

function assertNew(document: EmailDocument, ids: readonly string[]): void {
  const known = new Set(idsOf(document.sections));
  if (ids.some((id) => known.has(id))) throw refusal('edit.twice', 'This is in the message already.');
}

function assertNotLast({ columns }: Section): void {
  if (columns.length === 1)
    throw refusal('edit.last-column', 'A section has at least one column. Remove the section instead.');
}

function missing(): DomainError {
  return new DomainError('not-found', 'edit.missing', 'This is no longer in the message.');
}

function refusal(code: string, message: string): DomainError {
  return new DomainError('invalid', code, message);
}
