import { escapeHtml } from '@engagex/domain/shared';
import { type LiquidToken, liquidTokensOf, problemsInLiquid } from '@engagex/domain/templates';

/** Noncharacters (Unicode 23.7): no markup means anything by them, and no text that is exchanged may contain them. */
const [begin, end] = ['\uFDD0', '\uFDD1'];
const hidden = new RegExp(`${begin}([a-z]+)${end}`, 'g');
const hiddenTokens = /(\uFDD0[a-z]+\uFDD1)/;

export interface HiddenToken {
  readonly source: string;
  /** Of the tag; null for an output. */
  readonly name: string | null;
  /** Where the author wrote it; null for what is added by us. */
  readonly line: number | null;
}

/**
 * Liquid as something that no parser of markup looks into. A stand-in replaces each of its outputs and tags, whatever
 * quotes, brackets and line breaks they have, and at the end each gets its own characters back. Stand-ins are letters
 * between two noncharacters: they are part of a word, of an attribute's value, of a name, of a comment or of a style.
 */
export class OpaqueLiquid {
  readonly #tokens: HiddenToken[] = [];

  /** Text that an author wrote. Throws LiquidError when its Liquid has no end. */
  hide(source: string): string {
    return this.#replace(source, ({ begin: at }) => source.slice(0, at).split('\n').length);
  }

  /** Text that is added to what an author wrote. */
  hideOurs(source: string): string {
    return this.#replace(source, () => null);
  }

  /** The same text with its Liquid to the letter. */
  show(text: string): string {
    return text.replaceAll(hidden, (_, letters: string) => this.#tokens[numberOf(letters)]?.source ?? '');
  }

  /** The Liquid in a text with stand-ins, in its order. */
  in(text: string): HiddenToken[] {
    return [...text.matchAll(hidden)].flatMap(([, letters = '']) => this.#tokens[numberOf(letters)] ?? []);
  }

  /** In which line of the source the Liquid stands that is at, or last before, an offset of the shown text. */
  lineAt(text: string, offset: number): number | null {
    let line: number | null = null;
    let longer = 0;
    for (const match of text.matchAll(hidden)) {
      if (match.index + longer > offset) break;
      const token = this.#tokens[numberOf(match[1] ?? '')];
      line = token?.line ?? line;
      longer += (token?.source.length ?? 0) - match[0].length;
    }
    return line;
  }

  /** The line of the source for one of the text with stand-ins, which has fewer where Liquid goes over several. */
  lineOf(text: string, line: number): number {
    const before = text
      .split('\n')
      .slice(0, line - 1)
      .join('\n');
    return this.show(before).split('\n').length + (line > 1 ? 1 : 0);
  }

  #replace(source: string, lineOf: (token: LiquidToken) => number | null): string {
    let text = '';
    let copied = 0;
    for (const token of liquidTokensOf(source)) {
      const known = { source: source.slice(token.begin, token.end), name: token.name, line: lineOf(token) };
      text +=
        withoutStandIns(source.slice(copied, token.begin)) + begin + lettersOf(this.#tokens.push(known) - 1) + end;
      copied = token.end;
    }
    return text + withoutStandIns(source.slice(copied));
  }
}

/** Text with Liquid in it as HTML. Liquid that cannot be read is left as it is: the check of the content reports it. */
export function escapeAroundLiquid(text: string): string {
  if (problemsInLiquid('', text).length > 0) return text;
  const liquid = new OpaqueLiquid();
  return liquid.show(escapeHtml(liquid.hide(text)));
}

export function hasLiquid(text: string): boolean {
  return text.includes(begin);
}

/** The stretches of a text with stand-ins: those at odd positions are stand-ins. */
export function stretchesOf(text: string): string[] {
  return text.split(hiddenTokens);
}

export function withoutLiquid(text: string): string {
  return text.replaceAll(hidden, '');
}

function withoutStandIns(text: string): string {
  return text.replaceAll(/[\uFDD0\uFDD1]/g, '');
}

/** Letters, for digits would be read as lengths and widths: the digits of base 26, each moved to a letter. */
function lettersOf(number: number): string {
  const letter = String.fromCharCode(97 + (number % 26));
  return number < 26 ? letter : lettersOf(Math.floor(number / 26)) + letter;
}

function numberOf(letters: string): number {
  let number = 0;
  for (let at = 0; at < letters.length; at += 1) number = number * 26 + letters.charCodeAt(at) - 97;
  return number;
}
