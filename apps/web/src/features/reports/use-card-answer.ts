import { type ExploreQuery, exploreRoutes } from '@engagex/domain/explore';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../shared/http.ts';
import { organizationInUrl } from '../../shared/organization.ts';
import { waitsItsTurn } from '../explore/index.ts';

/** As Explore has it: a card that is opened there is answered already. */
export const cardAnswerKey = (query: ExploreQuery) => ['explored', organizationInUrl(), query] as const;

/** The answer to what a card asks, again every so many seconds. Cards that ask the same share one. */
export function useCardAnswer(query: ExploreQuery, refreshSeconds: number | null) {
  return useQuery({
    queryKey: cardAnswerKey(query),
    queryFn: ({ signal }) => request(exploreRoutes.query, { query }, { signal }),
    staleTime: (refreshSeconds ?? 60) * 1_000,
    refetchInterval: refreshSeconds !== null && refreshSeconds * 1_000,
    ...waitsItsTurn,
  });
}
