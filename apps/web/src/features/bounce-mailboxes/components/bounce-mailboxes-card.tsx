import { bounceMailboxesRoutes } from '@engagex/domain/bounce-mailboxes';
import { transportsRoutes } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { useChosen } from '../../../ui/use-chosen.ts';
import { MailboxForm } from './mailbox-form.tsx';
import { MailboxRow } from './mailbox-row.tsx';

/** Mailboxes that bounces of SMTP transports go to: `<BounceMailboxesCard />` */
export function BounceMailboxesCard() {
  const canWrite = useCan('transports:write');
  const query = useQuery(routeQuery(bounceMailboxesRoutes.list, {}));
  const transports = useQuery(routeQuery(transportsRoutes.list, {})).data?.items ?? [];
  const [isAdding, setAdding] = useState(false);
  const [changing, setChanging] = useChosen(query.data?.items, ({ id }) => id);
  const mailboxes = query.data?.items ?? [];
  const free = transports.filter(
    ({ id, kind }) => kind === 'smtp' && !mailboxes.some(({ transportId }) => transportId === id),
  );
  return (
    <Card>
      <CardHeader
        title="Bounce mailboxes"
        state="For mail servers that refuse our return path: bounces go to a mailbox, which we check every minute."
        action={
          canWrite &&
          free.length > 0 && (
            <Button size="small" icon={Plus} onClick={() => setAdding(true)}>
              Add mailbox
            </Button>
          )
        }
      />
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="Bounce mailboxes could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonLines label="Loading bounce mailboxes" lines={2} />}
      {query.data && mailboxes.length === 0 && (
        <CardBody>
          <p className="max-w-prose text-sm text-muted">
            {free.length > 0
              ? 'No bounce mailboxes yet. Only reports about your own messages are taken from a mailbox. All other mail in it stays as it is.'
              : 'To use a bounce mailbox, add an SMTP transport first.'}
          </p>
        </CardBody>
      )}
      {mailboxes.length > 0 && (
        <ul className="divide-y divide-line">
          {mailboxes.map((mailbox) => (
            <MailboxRow key={mailbox.id} mailbox={mailbox} onChange={() => setChanging(mailbox)} />
          ))}
        </ul>
      )}
      <Dialog open={isAdding} onOpenChange={setAdding} title="Add bounce mailbox">
        <MailboxForm mailbox={null} transports={free} close={() => setAdding(false)} />
      </Dialog>
      <Dialog open={changing !== null} onOpenChange={() => setChanging(null)} title="Change bounce mailbox">
        <MailboxForm mailbox={changing} transports={[]} close={() => setChanging(null)} />
      </Dialog>
    </Card>
  );
}
