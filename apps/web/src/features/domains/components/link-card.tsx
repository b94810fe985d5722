import { dnsLinkDays, type DomainView, domainsRoutes } from '@engagex/domain/domains';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** A page of the records for somebody without an account. Only for members who may change domains. */
export function LinkCard({ domain: { id, displayName, link } }: { domain: DomainView }) {
  const [isRevoking, setRevoking] = useState(false);
  const create = useRouteMutation(domainsRoutes.createLink, {
    onSuccess: () => notify('Link created', { detail: 'Send it to whoever looks after your DNS.' }),
    onError: notifyFailure('The link was not created'),
  });
  const revoke = useRouteMutation(domainsRoutes.revokeLink, { onSuccess: () => notify('Link revoked') });
  return (
    <Card aria-label="Link for your DNS administrator">
      <CardHeader
        title="Somebody else manages your DNS?"
        state={`Send them a link. They see the records of ${displayName} and nothing else, without an account.`}
      />
      <CardBody className="flex flex-col gap-3">
        {link ? (
          <>
            <div className="flex items-center gap-2">
              <Input readOnly aria-label="Link" value={link.url} onFocus={(event) => event.target.select()} />
              <CopyButton text={link.url} label="Copy link" />
            </div>
            <p className="text-sm text-muted">
              {link.openedAt ? (
                <>
                  Opened <Time value={link.openedAt} />.
                </>
              ) : (
                'Not opened yet.'
              )}{' '}
              Works until <Time value={link.expiresAt} as="date" />.
            </p>
            <div>
              <Button size="small" onClick={() => setRevoking(true)}>
                Revoke link
              </Button>
            </div>
          </>
        ) : (
          <div className="flex flex-wrap items-center gap-3">
            <Button icon={Link2} loading={create.isPending} onClick={() => create.mutate({ id })}>
              Create link
            </Button>
            <span className="text-sm text-muted">It works for {dnsLinkDays} days, and can be revoked.</span>
          </div>
        )}
      </CardBody>
      <ConfirmDialog
        open={isRevoking}
        onOpenChange={setRevoking}
        title="Revoke the link?"
        consequence="Whoever has it can no longer open the page. You can create a new link at any time."
        action="Revoke link"
        onConfirm={() => revoke.mutateAsync({ id })}
      />
    </Card>
  );
}
