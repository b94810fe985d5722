import { type EmailDocument, readDocument, type Section } from '@engagex/domain/documents';
import { z } from 'zod';

/** The type under which the clipboard holds blocks, for another template or another tab. */
export const copiedType = 'application/x-engagex-blocks+json';

/** Sections as they are, or blocks: those are in one section with one column then. */
const copied = z.strictObject({ kind: z.enum(['blocks', 'sections']), document: z.unknown() });

export interface Copied {
  readonly kind: 'blocks' | 'sections';
  readonly sections: readonly Section[];
}

export function writeCopied({ kind, sections }: Copied): string {
  const document: EmailDocument = { version: 1, direction: 'brand', sections: [...sections] };
  return JSON.stringify({ kind, document });
}

/**
 * What somebody copied, checked like everything from outside: the clipboard may hold anything. Null when it is no blocks of
 * ours, or of a version that this page does not know.
 */
export function readCopied(text: string): Copied | null {
  try {
    const { kind, document } = copied.parse(JSON.parse(text));
    const { sections } = readDocument(document);
    return sections.length === 0 ? null : { kind, sections };
  } catch {
    return null; // not ours: there is nothing to paste
  }
}
