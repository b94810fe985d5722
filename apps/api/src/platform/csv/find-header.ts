import { guessMapping, importLimits } from '@engagex/domain/contacts';
import type { FileRow } from './read-csv.ts';

/** An address as it may appear in a cell, with a name or in brackets too; stricter checks come later. */
const address = /^\S.*@[^\s@]+\.[^\s@]+$|^[^\s@]+@[^\s@]+$/;

/**
 * The line that names the columns, or null when the first row is a person: the first row, unless another of the first few is
 * named like an address, or stands right above the first row that has one.
 */
export function findHeader(rows: readonly FileRow[]): number | null {
  const top = rows.slice(0, importLimits.headerRows);
  const [first] = top;
  if (!first) return null;
  const person = top.findIndex(({ fields }) => fields.some(isAddress));
  if (person === 0) return null;
  const above = person === -1 ? top : top.slice(0, person);
  const named = above.find(({ fields }) => guessMapping(fields).includes('email'));
  if (named) return named.line;
  const last = above.at(-1);
  return person > 0 && last && filledIn(last) > 1 ? last.line : first.line;
}

/** Whether a column holds addresses: the first that does is the address, when no name says so. */
export function columnOfAddresses(rows: readonly (readonly string[])[], width: number): number {
  const counts = Array.from({ length: width }, (_, at) => rows.filter((row) => isAddress(row[at] ?? '')).length);
  const most = Math.max(0, ...counts);
  return most * 2 > rows.length ? counts.indexOf(most) : -1;
}

function isAddress(cell: string): boolean {
  return cell.includes('@') && cell.length < 400 && address.test(cell.trim());
}

function filledIn({ fields }: FileRow): number {
  return fields.filter((field) => field.trim() !== '').length;
}
