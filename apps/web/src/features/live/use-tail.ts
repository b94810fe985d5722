import { eventLogRoutes } from '@engagex/domain/events';
import type { InputOf } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { request } from '../../shared/http.ts';
import { followChanges } from '../../shared/live.ts';
import { organizationInUrl } from '../../shared/organization.ts';
import { askFrom, joined, type Tail, tailLimits } from './tail.ts';

export type Filter = Omit<InputOf<typeof eventLogRoutes.list>, 'from' | 'to' | 'cursor' | 'limit'>;

/** For what is not announced, or while nothing is. */
export const refreshMs = 5_000;

/**
 * The latest events while they arrive. Its key is not that of the operation: each change would then abandon the request
 * under way, and where events arrive all the time no request would ever end.
 */
export function useTail(filter: Filter, isFollowing: boolean) {
  const query = useQuery({
    queryKey: ['live-tail', organizationInUrl(), filter] as const,
    queryFn: async ({ signal, client, queryKey }) => {
      const before = client.getQueryData<Tail>(queryKey);
      const input = { ...filter, from: askFrom(before), limit: tailLimits.page };
      return joined(before, await request(eventLogRoutes.list, input, { signal }));
    },
    enabled: isFollowing,
    refetchInterval: refreshMs,
    structuralSharing: false,
  });
  const look = useEffectEvent(() => void query.refetch({ cancelRefetch: false }));
  useEffect(() => (isFollowing ? followChanges('events', () => look()) : undefined), [isFollowing]);
  return query;
}
