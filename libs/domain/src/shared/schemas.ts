import { z } from 'zod';

export const id = z.uuid();
export const idParams = z.object({ id });

/** An instant: ISO 8601 in UTC on the wire, `Date` accepted from the database. */
export const timestamp = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime(),
);

/** A whole number; PostgreSQL's `bigint` arrives as text. */
export const count = z.preprocess((value) => (typeof value === 'string' ? Number(value) : value), z.int().min(0));

/** One line of text a person typed: trimmed, without control characters. */
export function line(what: string, max = 200) {
  return z
    .string(`Enter ${what}.`)
    .trim()
    .min(1, `Enter ${what}.`)
    .max(max, `Use at most ${max} characters.`)
    .refine((text) => !hasControlCharacter(text), 'Remove line breaks and other control characters.');
}

/** The same, but may be left empty; null when it is. */
export function optionalLine(max = 200) {
  return z
    .string()
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .refine((text) => !hasControlCharacter(text), 'Remove line breaks and other control characters.')
    .nullish()
    .transform((text) => text || null);
}

/** A name that mail shows beside an address, or of a file in it; '' when it is left out. */
export function shownName(max = 100) {
  return z
    .string()
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .refine((text) => !hasControlCharacter(text), 'Remove line breaks and other control characters.')
    .refine((text) => !changesDirection(text), directionWords);
}

export const directionWords = 'Remove the invisible characters that change the direction of the text.';

/** Embeddings, overrides and isolates (UAX #9): with them `gpj.exe` reads as `exe.jpg`, and a name as an address. */
export function changesDirection(text: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069]/.test(text);
}

/** The same text without them. */
export function inOneDirection(text: string): string {
  return text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

/** C0 and C1 controls and the line separators that mail headers must never carry (RFC 5322, 2.2). */
export function hasControlCharacter(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- finding control characters is the point
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}

/** The same text without what breaks a line: what a mail header or a sentence with somebody's name in it may hold. */
export function onOneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must go
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

/** Keyset paging: `cursor` is opaque and comes from the previous page's `nextCursor`. */
export const mostPerPage = 200;

export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(mostPerPage).default(50),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** A query parameter that may be given and empty, as forms send it. */
export const searchText = z
  .string()
  .trim()
  .max(200)
  .refine((text) => !hasControlCharacter(text), 'Remove control characters from the search.')
  .optional()
  .transform((text) => text || undefined);
