import { id, invalid } from '@engagex/domain/shared';
import { z } from 'zod';

/** Where a row is in a list that is ordered by a time. */
export interface Place {
  readonly id: string;
  /** The time with its microseconds. */
  readonly place: string;
}

const shape = z.tuple([z.string().max(40), id]);

export function cursorOf({ place, id: ofRow }: Place): string {
  return Buffer.from(JSON.stringify([place, ofRow])).toString('base64url');
}

/** Nulls for the first page. Throws on anything a page never gave out. */
export function placeIn(cursor: string | undefined): readonly [string | null, string | null] {
  if (cursor === undefined) return [null, null];
  try {
    const place = shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!Number.isNaN(Date.parse(place[0]))) return place;
  } catch {
    // told below
  }
  throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
}
