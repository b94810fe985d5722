import type { LoggedEventView } from '@engagex/domain/events';

/** The latest events, as far as they are listed. */
export interface Tail {
  readonly events: readonly LoggedEventView[];
  /** Whether events arrived that are not listed, because they were too many at once. */
  readonly isPartial: boolean;
}

interface Page {
  readonly items: readonly LoggedEventView[];
  readonly nextCursor: string | null;
}

export const tailLimits = {
  /** Rows kept, however many arrive. */
  rows: 200,
  /** Asked for at once. */
  page: 100,
  /** Events that are committed at about the same time appear in any order, so this much is read again. */
  overlapMs: 3_000,
} as const;

/** From when on to ask for events that a tail may not have; undefined for the latest there are. */
export function askFrom(tail: Tail | undefined): string | undefined {
  const newest = tail?.events[0];
  return newest && new Date(Date.parse(newest.receivedAt) - tailLimits.overlapMs).toISOString();
}

/** The tail with what was read since, newest first. */
export function joined(before: Tail | undefined, page: Page): Tail {
  const known = new Map(before?.events.map((event) => [event.id, event]));
  const isMissingSome = before !== undefined && page.nextCursor !== null && !page.items.some(({ id }) => known.has(id));
  const added = page.items.filter(({ id }) => !known.has(id));
  if (before && added.length === 0 && before.isPartial === isMissingSome) return before;
  const events = [...added, ...known.values()].toSorted(latestFirst).slice(0, tailLimits.rows);
  return { events, isPartial: isMissingSome };
}

/** Ids begin with the time too, which decides between events of the same millisecond. */
function latestFirst(one: LoggedEventView, other: LoggedEventView): number {
  return other.receivedAt.localeCompare(one.receivedAt, 'en') || (one.id < other.id ? 1 : -1);
}
