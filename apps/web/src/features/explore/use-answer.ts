import { type ExploreQuery, exploreRoutes } from '@engagex/domain/explore';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../../shared/api-error.ts';
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
    ...waitsItsTurn,
    placeholderData: (before) => (before?.kind === query?.kind ? before : undefined),
  });
}

const mostTurns = 10;

/** A question whose turn has not come is asked again when the server says so. What took too long takes as long again. */
export const waitsItsTurn = {
  retry: (failures: number, error: Error) => failures < mostTurns && isWaiting(error),
  retryDelay: (_: number, error: Error) => ((error instanceof ApiError && error.retryAfterSeconds) || 3) * 1_000,
} as const;

/** Whether an answer is only late because others are being answered. */
export function isWaiting(error: Error | null): boolean {
  return error instanceof ApiError && (error.code === 'explore.too-many-questions' || error.code === 'explore.busy');
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
