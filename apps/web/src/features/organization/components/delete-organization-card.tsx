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
            {requestedBy ?? 'An owner'} asked for it to be deleted. That happens on {formatLongDate(deletesAt)}, and the
            bar above keeps it from happening.
          </p>
        ) : (
          <>
            <p className="max-w-lg text-muted">
              Everything in it is deleted {deletionDays} days after you ask for it. Until then every owner can keep it.
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
        cancel="Keep it"
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
      On {formatLongDate(at)} everything in it is deleted for good: {what}. Until then everything goes on, but no
      campaign can be started. Every owner gets a mail and can keep it.
    </>
  );
}
