import type { Block } from '../blocks/block.ts';
import type { Column, EmailDocument, Section } from '../document.ts';
import { type Edit, placeOf } from './edit.ts';

/** One step up, for a keyboard: past what is above it, or out of a column into the one before. Null at the very top. */
export function moveUp(document: EmailDocument, id: string): Edit | null {
  return step(document, id, -1);
}

export function moveDown(document: EmailDocument, id: string): Edit | null {
  return step(document, id, 1);
}

/** To the end of a column, as a menu offers it. Null when it is no block, or there already. */
export function moveInto(document: EmailDocument, id: string, columnId: string): Edit | null {
  const [place, target] = [placeOf(document, id), placeOf(document, columnId)];
  if (place?.kind !== 'block' || target?.kind !== 'column' || place.column.id === columnId) return null;
  return { do: 'move-block', id, columnId, index: target.node.blocks.length };
}

/** The same again, right below, with new ids. Null when there is no such section, column or block. */
export function duplicate(document: EmailDocument, id: string, newId: () => string): Edit | null {
  const place = placeOf(document, id);
  if (!place) return null;
  const index = place.index + 1;
  switch (place.kind) {
    case 'section':
      return { do: 'insert-section', index, section: copyOfSection(place.node, newId) };
    case 'column':
      return { do: 'insert-column', sectionId: place.section.id, index, column: copyOfColumn(place.node, newId) };
    case 'block':
      return { do: 'insert-block', columnId: place.column.id, index, block: copyOfBlock(place.node, newId) };
  }
}

/** With new ids, for what is pasted from another message. */
export function copyOfSection(section: Section, newId: () => string): Section {
  return { ...section, id: newId(), columns: section.columns.map((column) => copyOfColumn(column, newId)) };
}

export function copyOfBlock(block: Block, newId: () => string): Block {
  return { ...block, id: newId() };
}

function copyOfColumn(column: Column, newId: () => string): Column {
  return { ...column, id: newId(), blocks: column.blocks.map((block) => copyOfBlock(block, newId)) };
}

function step(document: EmailDocument, id: string, by: 1 | -1): Edit | null {
  const place = placeOf(document, id);
  if (!place) return null;
  const index = place.index + by;
  switch (place.kind) {
    case 'section':
      return index in document.sections ? { do: 'move-section', id, index } : null;
    case 'column':
      return index in place.section.columns ? { do: 'move-column', id, sectionId: place.section.id, index } : null;
    case 'block': {
      if (index in place.column.blocks) return { do: 'move-block', id, columnId: place.column.id, index };
      const columns = document.sections.flatMap((section) => section.columns);
      const next = columns[columns.findIndex((column) => column.id === place.column.id) + by];
      return next ? { do: 'move-block', id, columnId: next.id, index: by > 0 ? 0 : next.blocks.length } : null;
    }
  }
}
