import { type ExploreQuery, exploreRoutes } from '@engagex/domain/explore';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../shared/http.ts';
import { organizationInUrl } from '../../shared/organization.ts';
import { waitsItsTurn } from '../explore/index.ts';

/** The answer to what a card asks, again every so many seconds. Cards that ask the same share one. */
export function useCardAnswer(query: ExploreQuery, refreshSeconds: number | null) {
  return useQuery({
    queryKey: ['explored', organizationInUrl(), query] as const, // as Explore has it: a card that is opened there is answered already
    queryFn: ({ signal }) => request(exploreRoutes.query, { query }, { signal }),
    staleTime: (refreshSeconds ?? 60) * 1_000,
    refetchInterval: refreshSeconds !== null && refreshSeconds * 1_000,
    ...waitsItsTurn,
  });
}
