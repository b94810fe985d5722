import {
  compareDocuments,
  compareWords,
  type DocumentLanguages,
  type PartChange,
  type WordPiece,
} from '../../documents/index.ts';
import { type DiffLine, diffLines } from '../../shared/index.ts';
import type { DraftContent } from '../template-drafts.contract.ts';

/** What differs between two versions of one template. */
export interface DraftComparison {
  readonly subject: readonly WordPiece[];
  readonly preheader: readonly WordPiece[];
  /** Whether it was MJML and is HTML, or the other way round. */
  readonly format: { readonly before: string; readonly after: string } | null;
  readonly direction: { readonly before: string; readonly after: string } | null;
  /** The language it is written in, and those it is translated into, with their lines. Translations of blocks are among `parts`. */
  readonly languages: readonly LanguageChange[];
  readonly parts: readonly PartChange[];
  /** Of code, by lines. */
  readonly body: readonly DiffLine[];
  readonly textBody: readonly DiffLine[];
}

export interface LanguageChange {
  readonly language: string;
  readonly is: 'added' | 'removed' | 'changed' | 'base';
  readonly subject: readonly WordPiece[];
  readonly preheader: readonly WordPiece[];
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
    languages: compareLanguages(before.document?.languages, after.document?.languages),
    parts: before.document && after.document ? compareDocuments(before.document, after.document) : [],
    body: diffLines(before.body ?? '', after.body ?? ''),
    textBody: diffLines(before.textBody, after.textBody),
  };
}

function compareLanguages(
  before: DocumentLanguages | undefined,
  after: DocumentLanguages | undefined,
): LanguageChange[] {
  const tags = new Set([...Object.keys(before?.others ?? {}), ...Object.keys(after?.others ?? {})]);
  const others = [...tags].flatMap((language): LanguageChange[] => {
    const [was, is] = [before?.others[language], after?.others[language]];
    const [subject, preheader] = (['subject', 'preheader'] as const).map((name) => {
      const [old, now] = [was?.[name]?.value ?? '', is?.[name]?.value ?? ''];
      return old === now ? [] : compareWords(old, now);
    });
    if (!subject || !preheader || (was && is && subject.length + preheader.length === 0)) return [];
    return [{ language, is: !was ? 'added' : !is ? 'removed' : 'changed', subject, preheader }];
  });
  if (!after || before?.base === after.base) return others;
  return [{ language: after.base, is: 'base', subject: [], preheader: [] }, ...others];
}

export function isEmptyComparison(comparison: DraftComparison) {
  const { subject, preheader, format, direction, languages, parts, body, textBody } = comparison;
  return (
    [subject, preheader, languages, parts, body, textBody].every(({ length }) => length === 0) && !format && !direction
  );
}
