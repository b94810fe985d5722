import { domainLimitsRoutes } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { DomainLimitDialog } from './domain-limit-dialog.tsx';
import { LimitActions, todayWords } from './domain-limit.tsx';
import { WarmUpCalendar } from './warm-up-calendar.tsx';

/** How much may go out from a domain on a day, and how it is warmed up. */
export function DomainLimitCard({ domain }: { domain: string }) {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('transports:write');
  const query = useQuery(routeQuery(domainLimitsRoutes.list, {}));
  const limit = query.data?.items.find((each) => each.domain === domain);
  return (
    <Card aria-label="Warm-up and daily limit">
      <CardHeader
        title="Warm-up and daily limit"
        state={
          limit ? todayWords(limit) : 'Warm up a new domain: start with a small daily limit that doubles each day.'
        }
        action={
          canWrite &&
          query.data &&
          (limit ? (
            <LimitActions limit={limit} />
          ) : (
            <Button size="small" icon={Plus} onClick={() => setCreating(true)}>
              Set limit
            </Button>
          ))
        }
      />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The limit could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {limit?.warmUp && (
        <CardBody>
          <WarmUpCalendar days={limit.warmUp.days} today={limit.today} domain={domain} />
        </CardBody>
      )}
      <DomainLimitDialog domain={domain} limit={null} open={isCreating} onOpenChange={setCreating} />
    </Card>
  );
}
