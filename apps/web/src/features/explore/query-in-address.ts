import {
  exploreQuery,
  type ExploreQuery,
  exploreSelection,
  type ExploreSelection,
  type ExploreSelectionInput,
} from '@engagex/domain/explore';

/** The page that answers the query. */
export function addressOf(query: ExploreQuery): string {
  return `/explore?query=${encodeURIComponent(JSON.stringify(query))}`;
}

/** The page of the people behind one number of its answer. */
export function addressOfPeople(query: ExploreQuery, of: ExploreSelectionInput): string {
  return `/explore/people?query=${encodeURIComponent(JSON.stringify(query))}&of=${encodeURIComponent(JSON.stringify(of))}`;
}

/** Null for what is no query, such as a link that was cut off. */
export function queryIn(text: string): ExploreQuery | null {
  return exploreQuery.safeParse(parsed(text)).data ?? null;
}

export function selectionIn(text: string): ExploreSelection | null {
  return exploreSelection.safeParse(parsed(text)).data ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
