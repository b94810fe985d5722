import { onOneLine } from '@engagex/domain/shared';
import { type LiquidText, parseHtmlLiquid, parseTextLiquid, type Pieces } from '@engagex/domain/templates';
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
  /** What stands between its pieces for one person. Throws LiquidError. */
  valuesFor(variables: object): string[];
  /** How much work `valuesFor` is for this person, as `templateLimits` counts it. Throws LiquidError. */
  workFor(variables: object): number;
}

const longestSubject = 900; // one line of RFC 5322 (998) with room for encoding

/** Parses what is sent to everyone; days and times are those of `timeZone`. Throws LiquidError. */
export function prepareMessage(
  source: { subject: string; html: string; text: string },
  timeZone?: string,
): PreparedMessage {
  const subject = parseTextLiquid(source.subject, timeZone);
  const html = parseHtmlLiquid(source.html, timeZone);
  const text = parseTextLiquid(source.text, timeZone);
  const htmlSlots = 1 + slotsIn(html.pieces);
  const isSameForAll = slotsIn(subject.pieces) === 0;
  return {
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
    valuesFor: (variables) => [
      isSameForAll ? '' : asHeader(filled(subject, variables)),
      ...html.valuesFor(variables),
      ...text.valuesFor(variables),
    ],
    workFor: (variables) => Math.max(...[subject, html, text].map((part) => part.workFor(variables))),
  };
}

function filled({ pieces, valuesFor }: LiquidText, variables: object): string {
  const values = valuesFor(variables);
  return pieces.map((piece) => (typeof piece === 'string' ? piece : values[piece])).join('');
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
