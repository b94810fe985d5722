import type { EmailDocument } from '../document.ts';
import { applyEdit, type Edit } from './edit.ts';

/** A document with what takes its changes back and does them again, the last one last. */
export interface History {
  readonly document: EmailDocument;
  readonly undoing: readonly (readonly Edit[])[];
  readonly redoing: readonly (readonly Edit[])[];
}

const mostKept = 500;

export function historyOf(document: EmailDocument): History {
  return { document, undoing: [], redoing: [] };
}

/** Does some edits as one step: all of them, or, when one throws, none. */
export function perform(history: History, ...edits: readonly Edit[]): History {
  const { document, inverse } = applyAll(history.document, edits);
  return { document, undoing: [...history.undoing, inverse].slice(-mostKept), redoing: [] };
}

/** Adds an edit to the last step, so that one undo takes both back: the next letter of a word that is being typed. */
export function extend(history: History, edit: Edit): History {
  const last = history.undoing.at(-1);
  if (!last) return perform(history, edit);
  const { document, inverse } = applyEdit(history.document, edit);
  const isKnown = inverse.do === 'set' && last.some((before) => isSameProperty(before, inverse));
  const step = isKnown ? last : [inverse, ...last];
  return { document, undoing: [...history.undoing.slice(0, -1), step], redoing: [] };
}

function isSameProperty(one: Edit, other: Edit): boolean {
  return one.do === 'set' && other.do === 'set' && one.id === other.id && one.property === other.property;
}

/** The document before the last step; the same history when there is none. */
export function undo({ document, undoing, redoing }: History): History {
  const last = undoing.at(-1);
  if (!last) return { document, undoing, redoing };
  const undone = applyAll(document, last);
  return { document: undone.document, undoing: undoing.slice(0, -1), redoing: [...redoing, undone.inverse] };
}

export function redo({ document, undoing, redoing }: History): History {
  const last = redoing.at(-1);
  if (!last) return { document, undoing, redoing };
  const redone = applyAll(document, last);
  return { document: redone.document, undoing: [...undoing, redone.inverse], redoing: redoing.slice(0, -1) };
}

function applyAll(start: EmailDocument, edits: readonly Edit[]): { document: EmailDocument; inverse: Edit[] } {
  let document = start;
  const inverse: Edit[] = [];
  for (const edit of edits) {
    const edited = applyEdit(document, edit);
    document = edited.document;
    inverse.unshift(edited.inverse);
  }
  return { document, inverse };
}
