import { type DomainView, domainsRoutes } from '@engagex/domain/domains';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { notify } from '../../../ui/toast.tsx';

/** Deleting destroys the keys, so it cannot be undone: the name is typed first. */
export function DeleteDomain({ domain: { id, displayName, state } }: { domain: DomainView }) {
  const [isDeleting, setDeleting] = useState(false);
  const [, go] = useLocation();
  const remove = useRouteMutation(domainsRoutes.delete, {
    onSuccess: () => {
      notify(`${displayName} deleted`, { detail: 'You can now remove its records from the DNS.' });
      go('/settings/domains');
    },
  });
  const isProven = state === 'verified' || state === 'degraded';
  return (
    <Card aria-label="Delete domain">
      <CardHeader
        title="Delete domain"
        state="Its keys are deleted, and other organizations can verify it."
        action={
          <Button size="small" icon={Trash2} onClick={() => setDeleting(true)}>
            Delete domain
          </Button>
        }
      />
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={`Delete ${displayName}?`}
        consequence={
          <>
            <ul className="list-disc pl-4">
              {isProven && <li>Messages from addresses at {displayName} are no longer signed.</li>}
              <li>Scheduled campaigns from this domain do not start unless unverified senders are allowed.</li>
              <li>
                Its keys and its link for your DNS administrator stop working. Bounces of earlier messages still arrive.
              </li>
            </ul>
            <p className="mt-2">This cannot be undone. If you add it again, it gets new records.</p>
          </>
        }
        action="Delete domain"
        typeToConfirm={displayName}
        onConfirm={() => remove.mutateAsync({ id })}
      />
    </Card>
  );
}
