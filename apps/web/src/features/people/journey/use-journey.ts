import { exploreRoutes, type JourneyKind, type JourneyPage } from '@engagex/domain/explore';
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { request } from '../../../shared/http.ts';
import { followChanges } from '../../../shared/live.ts';
import { organizationInUrl } from '../../../shared/organization.ts';

interface Asked {
  readonly id: string;
  readonly only: JourneyKind | undefined;
  readonly on: string | undefined;
}

type Pages = InfiniteData<JourneyPage, string | null>;

const atOnce = 50;
/** Beyond this, what is on screen begins anew with the latest page: it has been open for long. */
const mostItems = 2_000;
/** Whatever can add to a journey. */
const nouns = [
  'events',
  'people',
  'contacts',
  'preferences',
  'messages',
  'deliveries',
  'segment-memberships',
  'attributions',
];

/**
 * A journey page by page in both directions. While the latest page is shown, what happens is added on top. Its key is not that of
 * the operation: events arrive all the time, and each would read every page again.
 */
export function useJourney(asked: Asked) {
  const client = useQueryClient();
  const key = ['journey', organizationInUrl(), asked] as const;
  const ask = (cursor: string | null, signal?: AbortSignal) =>
    request(exploreRoutes.journey, { ...asked, limit: atOnce, cursor: cursor ?? undefined }, signal ? { signal } : {});
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: null as string | null, // widened: later cursors are text
    getNextPageParam: (page) => page.nextCursor,
    getPreviousPageParam: (page) => (page.isLatest ? null : page.previousCursor),
    staleTime: Infinity, // it follows by itself
    gcTime: 0,
  });

  const isLooking = useRef(false);
  const look = useEffectEvent(async () => {
    const latest = query.data?.pages[0];
    if (isLooking.current || !latest?.isLatest || query.isFetching) return;
    isLooking.current = true;
    try {
      if (latest.previousCursor === null) await query.refetch();
      else {
        const page = await ask(latest.previousCursor);
        if (page.items.length > 0) client.setQueryData<Pages>(key, (before) => before && withLater(before, page));
      }
      const items = client.getQueryData<Pages>(key)?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
      if (items > mostItems) await client.resetQueries({ queryKey: key, exact: true });
    } catch {
      // The dot beside the title says whether the page follows; the next change asks again.
    } finally {
      isLooking.current = false;
    }
  });
  useEffect(() => {
    const ends = nouns.map((noun) => followChanges(noun, () => void look()));
    return () => ends.forEach((end) => end());
  }, []);
  return query;
}

/** Part of the first page from now on, so that a page of one event each does not make thousands of pages. */
export function withLater({ pages, pageParams }: Pages, later: JourneyPage): Pages {
  const [first, ...others] = pages;
  if (!first) return { pages, pageParams };
  const { previousCursor, isLatest } = later;
  return {
    pages: [{ ...first, items: [...later.items, ...first.items], previousCursor, isLatest }, ...others],
    pageParams,
  };
}
