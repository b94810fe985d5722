import { compareDocuments, compareWords, type PartChange, type WordPiece } from '../../documents/index.ts';
import { type DiffLine, diffLines } from '../../shared/index.ts';
import type { DraftContent } from '../template-drafts.contract.ts';

/** What differs between two versions of one template. */
export interface DraftComparison {
  readonly subject: readonly WordPiece[];
  readonly preheader: readonly WordPiece[];
  /** Whether it was MJML and is HTML, or the other way round. */
  readonly format: { readonly before: string; readonly after: string } | null;
  readonly direction: { readonly before: string; readonly after: string } | null;
  readonly parts: readonly PartChange[];
  /** Of code, by lines. */
  readonly body: readonly DiffLine[];
  readonly textBody: readonly DiffLine[];
}

export function compareDrafts(before: DraftContent, after: DraftContent): DraftComparison {
  const words = (field: 'subject' | 'preheader') =>
    before[field] === after[field] ? [] : compareWords(before[field], after[field]);
  const values = (was: string | null | undefined, is: string | null | undefined) =>
    was && is && was !== is ? { before: was, after: is } : null;
  return {
    subject: words('subject'),
    preheader: words('preheader'),
    format: values(before.format, after.format),
    direction: values(before.document?.direction, after.document?.direction),
    parts: before.document && after.document ? compareDocuments(before.document, after.document) : [],
    body: diffLines(before.body ?? '', after.body ?? ''),
    textBody: diffLines(before.textBody, after.textBody),
  };
}

export function isEmptyComparison({ subject, preheader, format, direction, parts, body, textBody }: DraftComparison) {
  return [subject, preheader, parts, body, textBody].every(({ length }) => length === 0) && !format && !direction;
}
