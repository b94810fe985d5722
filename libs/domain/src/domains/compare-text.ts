import { diffChars } from 'diff';

export interface ComparedText {
  /** `missing` is needed and was not found; `extra` was found and is not needed. */
  readonly kind: 'same' | 'missing' | 'extra';
  readonly text: string;
}

/** Beyond this a text is no attempt at the record, and comparing it would take long. */
const mostCharacters = 2_000;
const mostEdits = 300;

/** How a text that was found differs from the one that is needed, character by character. */
export function compareTexts(needed: string, found: string): ComparedText[] {
  if (needed === found) return [{ kind: 'same', text: found }];
  const different: ComparedText[] = [
    { kind: 'missing', text: needed },
    { kind: 'extra', text: found.slice(0, mostCharacters) },
  ];
  if (found.length > mostCharacters || needed.length > mostCharacters) return different;
  const parts = diffChars(needed, found, { maxEditLength: mostEdits });
  if (!parts) return different;
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'extra' : removed ? 'missing' : 'same',
    text: value,
  }));
}
