import { domainLimitsRoutes } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { LimitActions, todayWords } from './domain-limit.tsx';

/** Limits of domains that were never added, or were deleted: they still count. */
export function OtherLimitsCard({ domains }: { domains: readonly string[] }) {
  const canWrite = useCan('transports:write');
  const query = useQuery(routeQuery(domainLimitsRoutes.list, {}));
  const others = query.data?.items.filter(({ domain }) => !domains.includes(domain)) ?? [];
  if (others.length === 0) return null;
  return (
    <Card aria-label="Limits of other domains">
      <CardHeader
        title="Limits of other domains"
        state="These still apply, although the domains are not listed above."
      />
      <ul className="divide-y divide-line">
        {others.map((limit) => (
          <li key={limit.id} className="flex items-center gap-3 px-4 py-2">
            <div className="min-w-0 flex-1">
              <div className="font-medium wrap-anywhere">{limit.domain}</div>
              <div className="text-sm text-muted">{todayWords(limit)}</div>
            </div>
            {canWrite && <LimitActions limit={limit} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
