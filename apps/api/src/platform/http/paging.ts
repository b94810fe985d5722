import { invalid, id, mostPerPage } from '@engagex/domain/shared';

/** One row more than asked for was read: it says whether there is a next page and is not part of this one. */
export function pageOf<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

/**
 * The first rows of a select that says their order, at most as many as `limit`, a parameter, and `most`. A statement that
 * is kept is planned without its parameters: PostgreSQL takes a limit it does not know for a tenth of all rows, finds
 * that dear, and plans again each time.
 */
export function firstRows(select: string, limit: string, most = mostPerPage + 1): string {
  return `select * from (${select} limit ${most}) as first_rows limit ${limit}`;
}

/** A cursor that is a row's id; null for the first page. Throws on anything a page never gave out. */
export function readCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!id.safeParse(cursor).success)
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  return cursor;
}

/** The first text, in "C" order, after every text that starts with `prefix`. */
export function upperBoundOf(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
