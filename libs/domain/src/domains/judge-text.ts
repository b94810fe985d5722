import type { RecordFault } from './record-faults.ts';

/** What a text was entered wrong as, where it is still to be recognised; null when it is another text altogether. */
export function faultOfText(needed: string, found: string): RecordFault | null {
  const marked = faultOfMarks(needed, found);
  if (marked) return marked;
  const start = beginningOf(needed);
  if (countOf(start, found) > 1) return 'value_twice';
  if (isRotated(spaceless(needed), spaceless(found))) return 'pieces_swapped';
  const at = found.toLowerCase().indexOf(start);
  if (at > 0) return 'text_before';
  if (at === -1) return null;
  if (needed.includes(';') && !found.includes(';')) return 'semicolons_lost';
  return faultOfLength(needed, found);
}

/** Characters that came along with the text, from a mail, a document or a form. */
function faultOfMarks(needed: string, found: string): RecordFault | null {
  const isCloser = (without: RegExp) => {
    const cleaned = found.replaceAll(without, '');
    return cleaned !== found && spaceless(cleaned).toLowerCase().includes(beginningOf(needed).replaceAll(' ', ''));
  };
  if (invisible.test(found)) return isCloser(new RegExp(invisible, 'gu')) ? 'invisible_characters' : null;
  if (entity.test(found) && beginsLike(needed, withoutEntities(found))) return 'html_entities';
  if (/[“”„‟«»‘’‚‛‹›]/.test(found) && isCloser(/[“”„‟«»‘’‚‛‹›]/g)) return 'smart_quotes';
  if (/\\/.test(found) && isCloser(/\\/g)) return 'backslashes';
  if (/["'`]/.test(found) && isCloser(/["'`]/g)) return 'quotes_kept';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(found)) return 'line_breaks';
  return null;
}

/** Spaces that are none to a mail server (RFC 6376, 2.8 knows four), and what takes no room at all. */
export const invisible = /[\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]/u;
const entity = /&(?:#\d{1,6}|#x[0-9a-f]{1,6}|quot|amp|nbsp|lt|gt|apos);/i;

function withoutEntities(text: string): string {
  return text
    .replaceAll(/&#(\d{1,6});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/&(?:[a-z]{2,4}|#x[0-9a-f]{1,6});/gi, '');
}

function beginsLike(needed: string, found: string): boolean {
  return spaceless(found).toLowerCase().includes(beginningOf(needed).replaceAll(' ', ''));
}

/** Whether the second half comes first. */
function isRotated(needed: string, found: string): boolean {
  return needed !== found && needed.length === found.length && (needed + needed).includes(found);
}

function faultOfLength(needed: string, found: string): RecordFault | null {
  const [a, b] = [spaceless(needed), spaceless(found)];
  if (needed.includes('+') && needed.replaceAll('+', ' ') === found) return 'plus_lost';
  if (a === b) return found === needed ? null : 'spaces_inside';
  if (a.startsWith(b)) return found.length === 255 ? 'cut_at_255' : 'cut_short';
  if (b.startsWith(a)) return 'trailing_text';
  if (a.toLowerCase() === b.toLowerCase()) return 'case_changed';
  return null;
}

/** What tells that a text is meant to be this one. */
function beginningOf(needed: string): string {
  return (/^[^=]*=[^;\s]*/.exec(needed)?.[0] ?? needed).toLowerCase().slice(0, 24);
}

export function spaceless(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

function countOf(part: string, text: string): number {
  return text.toLowerCase().split(part).length - 1;
}
