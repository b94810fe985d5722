import { invitationsRoutes, type InvitationView, roleNames } from '@engagex/domain/accounts';
import { RotateCw, X } from 'lucide-react';
import { useRouteMutation } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure, notifyProblem } from '../../../ui/toast.tsx';

/** One invitation that waits: whether its mail went out, until when it is good, and what to do about it. */
export function InvitationRow({ invitation }: { invitation: InvitationView }) {
  const { id, email, role, expiresAt, isExpired, problem, can } = invitation;
  const resend = useRouteMutation(invitationsRoutes.resend, {
    onSuccess: (sent) =>
      sent.problem ? notifyProblem('The email was not sent', sent.problem) : notify(`Invitation resent to ${email}`),
    onError: notifyFailure('The invitation was not sent'),
  });
  const revoke = useRouteMutation(invitationsRoutes.revoke, {
    onSuccess: () => notify(`Invitation for ${email} withdrawn`),
    onError: notifyFailure('The invitation was not withdrawn'),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-48 flex-1">
        <p className="truncate font-medium">{email}</p>
        <p className="text-sm text-muted">
          {roleNames[role]} · {isExpired ? 'expired' : 'until'} <Time value={expiresAt} />
          {invitation.invitedBy && ` · invited by ${invitation.invitedBy}`}
        </p>
        {problem && <p className="text-sm text-danger">The email was not sent: {problem}</p>}
      </div>
      {isExpired && <Badge meaning="warning">Expired</Badge>}
      <div className="flex gap-1">
        {can.includes('resend') && (
          <Button icon={RotateCw} size="small" loading={resend.isPending} onClick={() => resend.mutate({ id })}>
            Resend
          </Button>
        )}
        {can.includes('revoke') && (
          <IconButton label={`Withdraw the invitation for ${email}`} icon={X} onClick={() => revoke.mutate({ id })} />
        )}
      </div>
    </li>
  );
}
