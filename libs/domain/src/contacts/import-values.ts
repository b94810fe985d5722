/** Each reads a cell as it is stored, or answers null when it is none. Cells are trimmed and not empty. */

/**
 * E.164: a plus and 7 to 15 digits. Spaces and the like are taken out, `00` in front is a plus, and the `(0)` of
 * `+44 (0)20` that is dialled only inside the country is dropped.
 */
export function readPhone(cell: string): string | null {
  const number = cell
    .replace(/^\(\+(\d{1,3})\)/, '+$1')
    .replace(/^((?:\+|00)[\d\s]{1,6})\(0\)/, '$1')
    .replaceAll(/[\s().\-/\u2010-\u2015]/g, '')
    .replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}
