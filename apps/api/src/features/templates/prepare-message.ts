import { createHash } from 'node:crypto';
import { onOneLine } from '@engagex/domain/shared';
import {
  type LinkTargets,
  type LiquidPlace,
  type LiquidText,
  parseHtmlLiquid,
  parseTextLiquid,
  type Pieces,
} from '@engagex/domain/templates';
import type { SharedContent } from '../../ports/mail.ts';

export interface RenderedMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Content whose Liquid is parsed, to be rendered for one person after another. */
export interface PreparedMessage {
  /** Throws LiquidError when the content cannot be rendered for this person. */
  render(variables: object): RenderedMessage;
  /** What is the same for everyone. */
  readonly content: SharedContent;
  /** What stands between its pieces for one person; `targets` as in `LiquidText`. Throws LiquidError. */
  valuesFor(variables: object, targets?: LinkTargets): string[];
  /** Whether it has links whose address depends on the person. */
  readonly hasPersonalLinks: boolean;
  /** Whether it has a link to the page that shows it. */
  readonly isViewable: boolean;
  /** Which of the values stand in the HTML, and a hash of the pieces between which they do. */
  readonly htmlPieces: { readonly slots: number; readonly hash: string };
  /** The HTML with these values. */
  htmlWith(values: readonly string[]): string;
  /** What shows nothing among values that were made by `valuesFor`, by the names of the variables. */
  emptyIn(values: readonly string[]): string[];
  /** Bytes of the HTML with values that were made by `valuesFor`. */
  htmlBytesWith(values: readonly string[]): number;
  /** How much work `valuesFor` is for this person, as `templateLimits` counts it. Throws LiquidError. */
  workFor(variables: object): number;
}

const longestSubject = 900; // one line of RFC 5322 (998) with room for encoding

/** Parses what is sent to everyone; days, times and numbers are those of `place`. Throws LiquidError. */
export function prepareMessage(
  source: { subject: string; html: string; text: string },
  place?: LiquidPlace,
): PreparedMessage {
  const subject = parseTextLiquid(source.subject, place);
  const html = parseHtmlLiquid(source.html, place);
  const text = parseTextLiquid(source.text, place);
  const htmlSlots = 1 + slotsIn(html.pieces);
  const isSameForAll = slotsIn(subject.pieces) === 0;
  const printed = [isSameForAll ? null : 'subject', ...html.printed, ...text.printed];
  const staticBytes = bytesOf(html.pieces.filter((piece) => typeof piece === 'string').join(''));
  const everything = source.html + source.text;
  return {
    hasPersonalLinks: everything.includes('{% personal_link '),
    isViewable: everything.includes('view_in_browser_url'),
    htmlPieces: { slots: htmlSlots - 1, hash: hashOf(html.pieces) },
    htmlWith: (values) => html.pieces.map((piece) => (typeof piece === 'string' ? piece : values[piece])).join(''),
    emptyIn: (values) =>
      [...new Set(printed.filter((name, index) => name !== null && values[index]?.trim() === ''))].flatMap(
        (name) => name ?? [],
      ),
    htmlBytesWith: (values) =>
      html.pieces.reduce<number>(
        (sum, piece) => (typeof piece === 'number' ? sum + bytesOf(values[piece + 1] ?? '') : sum),
        staticBytes,
      ),
    render: (variables) => ({
      subject: asHeader(subject.render(variables)),
      html: html.render(variables),
      text: text.render(variables),
    }),
    content: {
      subject: isSameForAll ? [asHeader(subject.pieces.join(''))] : [0],
      html: shifted(html.pieces, 1),
      text: shifted(text.pieces, htmlSlots),
    },
    valuesFor: (variables, targets) => [
      isSameForAll ? '' : asHeader(filled(subject, variables)),
      ...html.valuesFor(variables, targets),
      ...text.valuesFor(variables, targets),
    ],
    workFor: (variables) => Math.max(...[subject, html, text].map((part) => part.workFor(variables))),
  };
}

function filled({ pieces, valuesFor }: LiquidText, variables: object): string {
  const values = valuesFor(variables);
  return pieces.map((piece) => (typeof piece === 'string' ? piece : values[piece])).join('');
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

function hashOf(pieces: Pieces): string {
  return createHash('sha256').update(JSON.stringify(pieces)).digest('base64url');
}

function slotsIn(pieces: Pieces): number {
  return new Set(pieces.filter((piece) => typeof piece === 'number')).size;
}

function shifted(pieces: Pieces, by: number): Pieces {
  return pieces.map((piece) => (typeof piece === 'number' ? piece + by : piece));
}

/** One line, whatever a contact's fields contain: nothing can add a header of its own. */
function asHeader(value: string): string {
  return onOneLine(value).slice(0, longestSubject);
}
