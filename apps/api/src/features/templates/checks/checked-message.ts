import { escapeHtml } from '@engagex/domain/shared';
import type { Mend, TemplateProblem } from '@engagex/domain/templates';
import { type OpaqueLiquid, withoutLiquid } from '../opaque-liquid.ts';
import type { TemplateContent } from '../template-content.ts';
import { readHtml, type ReadHtml } from './read-html.ts';

/** What was made of a template's body. */
export interface MadeBody {
  /** With Liquid hidden. */
  readonly html: string;
  /** Where its links lead, Liquid included; empty for a link without an address. */
  readonly hrefs: readonly string[];
  /** Those that more than Outlook shows. */
  readonly seenHrefs: readonly string[];
  readonly liquid: OpaqueLiquid;
}

/** A message as all checks see it. */
export interface CheckedMessage {
  readonly content: TemplateContent;
  readonly made: MadeBody;
  readonly read: ReadHtml;
  /** The words that are shown, Liquid left out. */
  readonly words: string;
}

/** What a check found. `leftovers` stand where an author has not filled something in yet. */
export interface CheckedProblem extends TemplateProblem {
  readonly leftovers?: readonly string[];
}

/** One kind of check: pure, and quick for the largest message there may be. */
export type Check = (message: CheckedMessage) => readonly CheckedProblem[];

export function checkedMessage(content: TemplateContent, made: MadeBody): CheckedMessage {
  const read = readHtml(made.html, made.liquid);
  return { content, made, read, words: read.texts.map(({ words }) => withoutLiquid(words)).join('\n') };
}

interface Found {
  readonly severity?: TemplateProblem['severity'];
  readonly code: string;
  readonly message: string;
  readonly part?: 'subject' | 'preheader' | 'body' | 'textBody';
  /** Text of the part that stands where the problem is: the first of these that is there, escaped or not. */
  readonly at?: string | readonly (string | null)[] | undefined;
  readonly fix?: { readonly label: string; readonly mend: Mend } | undefined;
  readonly leftovers?: readonly string[];
}

/** A problem with its place in what the author wrote, if it can be told. */
export function problemIn(content: TemplateContent, found: Found): CheckedProblem {
  const { severity = 'warning', code, message, part = 'body', at, fix, leftovers } = found;
  const index = placeIn(content[part], typeof at === 'string' ? [at] : (at ?? []));
  return {
    severity,
    path: [part],
    message,
    code,
    ...(index >= 0 && { line: content[part].slice(0, index).split('\n').length }),
    ...(fix && { fix }),
    ...(leftovers && { leftovers }),
  };
}

function placeIn(source: string, texts: readonly (string | null)[]): number {
  for (const text of texts) {
    if (!text) continue;
    const index = source.indexOf(text);
    const found = index < 0 ? source.indexOf(escapeHtml(text)) : index;
    if (found >= 0) return found;
  }
  return -1;
}

export function shortened(text: string, length = 60): string {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  return words.length > length ? `${words.slice(0, length - 1)}…` : words;
}
