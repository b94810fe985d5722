import { eventExportSettingsRoutes } from '@engagex/domain/event-exports';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** The secret with which the receiver checks that a request is from here. */
export function SigningSecretCard({ exists }: { exists: boolean }) {
  const [isAsking, setIsAsking] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const secret = useQuery({ ...routeQuery(eventExportSettingsRoutes.signingSecret, {}), enabled: exists && isShown });
  const rotate = useRouteMutation(eventExportSettingsRoutes.rotateSigningSecret, {
    onSuccess: () => {
      setIsShown(true);
      notify('Signing secret replaced');
    },
    onError: notifyFailure('The signing secret was not replaced'),
  });
  return (
    <Card>
      <CardHeader title="Signing secret" state="Proves that a request comes from EngageX" />
      <CardBody className="flex flex-col gap-3">
        <p className="text-muted">
          Requests are signed as{' '}
          <a className="underline" href="https://www.standardwebhooks.com">
            Standard Webhooks
          </a>{' '}
          specifies, in the headers <code>webhook-id</code>, <code>webhook-timestamp</code> and{' '}
          <code>webhook-signature</code>. A request that is repeated has the same <code>webhook-id</code>, so you can
          ignore it.
        </p>
        {isShown && secret.data && (
          <p className="flex items-center gap-2">
            <code className="min-w-0 rounded-sm bg-subtle px-2 py-1 wrap-anywhere">{secret.data.secret}</code>
            <CopyButton text={secret.data.secret} label="Copy the signing secret" />
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {exists && !isShown && <Button onClick={() => setIsShown(true)}>Show secret</Button>}
          <Button loading={rotate.isPending} onClick={() => setIsAsking(true)}>
            Replace secret
          </Button>
        </div>
        <ConfirmDialog
          open={isAsking}
          onOpenChange={setIsAsking}
          title="Replace the signing secret?"
          consequence="The next request is signed with the new secret. Your receiver refuses it until you have entered the new secret there."
          action="Replace secret"
          variant="primary"
          onConfirm={() => rotate.mutateAsync({})}
        />
      </CardBody>
    </Card>
  );
}
