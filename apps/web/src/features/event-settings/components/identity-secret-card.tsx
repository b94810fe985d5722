import { eventSettingsRoutes } from '@engagex/domain/events';
import { useState } from 'react';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { notify } from '../../../ui/toast.tsx';

/** The secret with which a server signs the ids of its users, so that browsers can be believed. */
export function IdentitySecretCard({ exists }: { exists: boolean }) {
  const [isAsking, setIsAsking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = useRouteMutation(eventSettingsRoutes.rotateIdentitySecret, {
    onSuccess: (created) => {
      setSecret(created.secret);
      notify(exists ? 'Secret replaced. The old one works for 24 more hours.' : 'Secret created');
    },
  });
  return (
    <Card>
      <CardHeader title="Signed user IDs" state={exists ? 'On' : 'Not set up'} />
      <CardBody className="flex flex-col gap-3">
        <p className="text-muted">
          Anyone can send events with a public key and claim to be any user. To prove who a user is, your server sends{' '}
          <code>userIdHash</code>: the HMAC-SHA256 of the user ID with this secret, in hexadecimal digits. Never put the
          secret into a web page.
        </p>
        {secret && (
          <p className="flex items-center gap-2">
            <code className="min-w-0 rounded-sm bg-subtle px-2 py-1 wrap-anywhere">{secret}</code>
            <CopyButton text={secret} label="Copy the secret" />
          </p>
        )}
        <Button
          className="self-start"
          loading={rotate.isPending}
          onClick={() => (exists ? setIsAsking(true) : rotate.mutate({}))}
        >
          {exists ? 'Replace secret' : 'Create secret'}
        </Button>
        <ConfirmDialog
          open={isAsking}
          onOpenChange={setIsAsking}
          title="Replace the secret?"
          consequence="You get a new secret. User IDs signed with the old one are trusted for 24 more hours so you can switch."
          action="Replace secret"
          variant="primary"
          onConfirm={() => rotate.mutateAsync({})}
        />
      </CardBody>
    </Card>
  );
}
