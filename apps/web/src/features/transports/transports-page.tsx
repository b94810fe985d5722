import { eventHooksRoutes } from '@engagex/domain/provider-events';
import { transportsRoutes } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { useChosen } from '../../ui/use-chosen.ts';
import { BounceMailboxesCard } from '../bounce-mailboxes/index.ts';
import { MailboxProvidersCard } from './components/mailbox-providers-card.tsx';
import { TransportDialog } from './components/transport-dialog.tsx';
import { TransportRow } from './components/transport-row.tsx';

/** What carries the mail, and how fast it may go. */
export function TransportsPage() {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('transports:write');
  const query = useQuery(routeQuery(transportsRoutes.list, {}));
  const hooks = useQuery(routeQuery(eventHooksRoutes.list, {})).data?.items;
  const [changing, setChanging] = useChosen(query.data?.items, ({ id }) => id);
  return (
    <SettingsPage
      action={
        canWrite && (
          <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
            New transport
          </Button>
        )
      }
    >
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="The transports could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonLines label="Loading transports" lines={4} />}
      {query.data && (
        <>
          <Card>
            <CardHeader title="Transports" state="We use the first working transport and fail over to the next." />
            <ol className="divide-y divide-line">
              {query.data.items.map((transport, index) => (
                <TransportRow
                  key={transport.id}
                  transport={transport}
                  hook={hooks?.find(({ id }) => id === transport.id)}
                  isFirst={index === 0}
                  onChange={() => setChanging(transport)}
                />
              ))}
            </ol>
          </Card>
          <BounceMailboxesCard />
          <MailboxProvidersCard />
          <p className="text-sm text-muted">
            Daily limits and warm-up are set for each{' '}
            <Link href="/settings/domains" className="text-accent underline">
              sending domain
            </Link>
            .
          </p>
        </>
      )}
      <TransportDialog transport={null} open={isCreating} onOpenChange={setCreating} />
      <TransportDialog transport={changing} open={changing !== null} onOpenChange={() => setChanging(null)} />
    </SettingsPage>
  );
}
