import { deletionDays, organizationRoutes } from '@engagex/domain/accounts';
import { analyticsRoutes } from '@engagex/domain/analytics';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount, formatLongDate } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { refreshSession, useOrganization } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';

const day = 24 * 60 * 60 * 1000;

/** The end of the organization, for its owners. */
export function DeleteOrganizationCard() {
  const { name, deletesAt } = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const query = useQuery(routeQuery(organizationRoutes.get, {}));
  const ask = useRouteMutation(organizationRoutes.delete, { onSuccess: () => refreshSession() });
  const requestedBy = query.data?.deletion?.requestedBy;
  return (
    <Card>
      <CardHeader title="Delete" />
      <CardBody className="flex flex-wrap items-center justify-between gap-4">
        {deletesAt ? (
          <p className="max-w-lg text-muted">
            {requestedBy ?? 'An owner'} requested its deletion. It will be deleted on {formatLongDate(deletesAt)} unless
            an owner keeps it in the bar above.
          </p>
        ) : (
          <>
            <p className="max-w-lg text-muted">
              Everything in it is deleted {deletionDays} days after you request it. Until then, any owner can cancel the
              deletion.
            </p>
            <Button variant="danger" onClick={() => setAsking(true)}>
              Delete {name}
            </Button>
          </>
        )}
      </CardBody>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${name}?`}
        consequence={<Consequence />}
        typeToConfirm={name}
        action={`Delete ${name}`}
        cancel="Keep organization"
        onConfirm={() => ask.mutateAsync({ name })}
      />
    </Card>
  );
}

function Consequence() {
  const [at] = useState(() => Date.now() + deletionDays * day);
  const { data } = useQuery(routeQuery(analyticsRoutes.dashboard, {}));
  const what = data
    ? `${formatCount(data.contacts, 'contact')}, ${formatCount(data.templates, 'template')} and ${formatCount(data.campaigns, 'campaign')} with their reports`
    : 'contacts, templates and campaigns with their reports';
  return (
    <>
      Everything in it will be permanently deleted on {formatLongDate(at)}: {what}. Until then everything keeps working,
      but no campaign can be started. Every owner gets an email and can cancel the deletion.
    </>
  );
}
