import { analyticsRoutes } from '@engagex/domain/analytics';
import { eventLogRoutes } from '@engagex/domain/events';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../shared/http.ts';
import { organizationInUrl } from '../../shared/organization.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';

const lookedAtHours = 90 * 24;
const lookedAtEvents = 50;

/** The names of events seen lately, the most frequent first; undefined until they are known. */
export function useEventNames(): readonly string[] | undefined {
  const totals = useQuery({ ...routeQuery(analyticsRoutes.events, { hours: lookedAtHours }), staleTime: Infinity });
  return totals.data?.byName.map(({ name }) => name) ?? (totals.error ? [] : undefined);
}

/** Properties that the latest events of these names came with, for whoever may see events. */
export function usePropertyNames(name: string | null): readonly string[] {
  const canSeeEvents = useCan('people:read');
  const latest = useQuery({
    queryKey: ['properties-of', organizationInUrl(), name] as const, // not that of the operation, whose answers change all the time
    queryFn: ({ signal }) => request(eventLogRoutes.list, { ...(name && { name }), limit: lookedAtEvents }, { signal }),
    enabled: canSeeEvents,
    staleTime: Infinity,
  });
  return [...new Set(latest.data?.items.flatMap(({ properties }) => Object.keys(properties)))].toSorted();
}
