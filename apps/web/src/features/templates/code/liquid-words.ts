/** Liquid's own words, for completion: a test holds them against the engine. */
export const liquidTags = [
  'assign',
  'break',
  'capture',
  'case',
  'comment',
  'continue',
  'cycle',
  'else',
  'elsif',
  'endcapture',
  'endcase',
  'endcomment',
  'endfor',
  'endif',
  'endraw',
  'endunless',
  'for',
  'if',
  'raw',
  'unless',
  'when',
] as const;

export const liquidFilters = [
  'abs',
  'append',
  'at_least',
  'at_most',
  'capitalize',
  'ceil',
  'concat',
  'date',
  'default',
  'divided_by',
  'downcase',
  'escape',
  'first',
  'floor',
  'join',
  'last',
  'lstrip',
  'map',
  'minus',
  'modulo',
  'newline_to_br',
  'plus',
  'prepend',
  'remove',
  'replace',
  'reverse',
  'round',
  'rstrip',
  'size',
  'slice',
  'sort',
  'split',
  'strip',
  'strip_html',
  'times',
  'truncate',
  'truncatewords',
  'uniq',
  'upcase',
  'url_encode',
  'where',
] as const;

/** Which words may come next where the cursor is, and where the word there begins; null outside of Liquid. */
export function placeInLiquid(
  before: string,
): { readonly words: 'variables' | 'filters' | 'tags'; readonly from: number } | null {
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  if (open === -1 || /[%}]\}/.test(before.slice(open + 2))) return null;
  const inside = before.slice(open + 2);
  const from = before.length - (/[\w.]*$/.exec(inside)?.[0].length ?? 0);
  if (/\|\s*\w*$/.test(inside)) return { words: 'filters', from };
  if (isInText(inside)) return null;
  return { words: before.startsWith('{%', open) && /^-?\s*\w*$/.test(inside) ? 'tags' : 'variables', from };
}

/** Whether a text in quotes is open at the end. */
function isInText(inside: string): boolean {
  return /["']/.test(inside.replaceAll(/"[^"]*"|'[^']*'/g, ''));
}
