import { type ExploreQuery, exploreRoutes } from '@engagex/domain/explore';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '../../shared/http.ts';
import { organizationInUrl } from '../../shared/organization.ts';

/** How long an answer counts as up to date. */
const freshMs = 60_000;
const slowAfterMs = 4_000;

/**
 * The answer to a query; the one before stays until it is here. Its key is not that of the operation: events arrive all the
 * time, and each would begin the query anew.
 */
export function useAnswer(query: ExploreQuery | null) {
  return useQuery({
    queryKey: ['explored', organizationInUrl(), query] as const,
    queryFn: ({ signal }) => (query ? request(exploreRoutes.query, { query }, { signal }) : null),
    enabled: query !== null,
    staleTime: freshMs,
    retry: false, // what took too long takes as long again
    placeholderData: (before) => (before?.kind === query?.kind ? before : undefined),
  });
}

/** Whether something has been under way for longer than people expect. */
export function useIsSlow(isUnderWay: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setTimeout(() => setSlow(true), slowAfterMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isUnderWay]);
  return isSlow && isUnderWay;
}
