/** The mark before the fraction: `1.234,56` or `1,234.56`. */
export const decimalMarks = [',', '.'] as const;
export type DecimalMark = (typeof decimalMarks)[number];

/** What a cell says about its file's way of writing numbers: `either` reads as two different numbers. */
export type NumberStyle = DecimalMark | 'either' | 'plain';

const currency = /^(?:\p{Sc}|[A-Z]{3}(?=[\s\d.,+-]))\s*|\s*(?:\p{Sc}|(?<=[\s\d.,–-])[A-Z]{3})$/gu;
const spaces = /[\s\u00a0\u202f'’]/g;
const plainNumber = /^[+-]?(?:\d{1,300}(?:e[+-]?\d{1,3})?|\d{0,300}[.,]\d{1,300}(?:e[+-]?\d{1,3})?|\d{1,300}[.,])$/i;
const grouped = /^[+-]?\d{1,3}(?:([.,])\d{3})+(?:([.,])\d*)?$/;
const groupedBySpace = /^[+-]?\d{1,3}(?:[\s\u00a0\u202f'’]\d{3})+(?:[.,]\d*)?$/;

/** The digits without a currency, in one form of minus; null when a cell is no number at all. */
function digitsOf(cell: string): string | null {
  let text = cell
    .replaceAll(currency, '')
    .trim()
    .replace(/^[−–]\s*/, '-')
    .replace(/^(\d.*?)-$/, '-$1');
  if (spaces.test(text)) {
    spaces.lastIndex = 0;
    if (!groupedBySpace.test(text)) return null;
    text = text.replaceAll(spaces, '');
  }
  return plainNumber.test(text) || grouped.test(text) ? text : null;
}

/** How a cell writes its number; null when it is none. */
export function numberStyleOf(cell: string): NumberStyle | null {
  const text = /^-?\d{1,15}$/.test(cell) ? cell : digitsOf(cell);
  if (text === null) return null;
  const marks = text.replaceAll(/[^.,]/g, '');
  if (marks === '') return 'plain';
  const last = marks.at(-1) === ',' ? ',' : '.';
  const other = last === ',' ? '.' : ',';
  if (marks.includes(other)) {
    // `1.234,56`: the last mark precedes the fraction, and occurs only once.
    const isOnce = marks.indexOf(last) === marks.length - 1;
    return isOnce && grouped.test(text) ? last : null;
  }
  if (marks.length > 1) return grouped.test(text) ? other : null; // 1.234.567
  const [whole = '', fraction = ''] = text.split(last);
  const couldBeGrouped = /^[+-]?[1-9]\d{0,2}$/.test(whole) && /^\d{3}$/.test(fraction);
  return couldBeGrouped ? 'either' : last;
}

/** The number a cell means, where a fraction begins after `decimal` when it could be read either way; null for none. */
export function readNumber(cell: string, decimal: DecimalMark | null): number | null {
  const style = numberStyleOf(cell);
  if (style === null) return null;
  const text = digitsOf(cell) ?? cell;
  if (style === 'plain') return finite(text);
  const mark = style === 'either' ? decimal : style;
  if (mark === null) return null;
  return finite(text.replaceAll(mark === ',' ? '.' : ',', '').replace(mark, '.'));
}

function finite(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
