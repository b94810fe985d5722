import { invitationsRoutes, membersRoutes } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { InvitationRow } from './components/invitation-row.tsx';
import { InviteDialog } from './components/invite-dialog.tsx';
import { MemberRow } from './components/member-row.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { LimitNotice } from '../plans/index.ts';

/** Who is in the organization and who has been asked to come. */
export function MembersPage() {
  const [isInviting, setInviting] = useState(false);
  const members = useQuery(routeQuery(membersRoutes.list, {}));
  const invitations = useQuery(routeQuery(invitationsRoutes.list, {}));
  const error = members.error ?? invitations.error;
  return (
    <SettingsPage
      action={
        <Button variant="primary" icon={UserPlus} onClick={() => setInviting(true)}>
          Invite someone
        </Button>
      }
    >
      <LimitNotice of="seats" />
      {error && !members.data && (
        <ErrorState error={error} what="The members could not be loaded." onRetry={() => void members.refetch()} />
      )}
      {members.isPending && <SkeletonLines label="Loading members" lines={5} />}
      {members.data && (
        <Card>
          <CardHeader title="Members" state={formatCount(members.data.items.length, 'person', 'people')} />
          <ul className="divide-y divide-line">
            {members.data.items.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </ul>
        </Card>
      )}
      {invitations.data && invitations.data.items.length > 0 && (
        <Card>
          <CardHeader title="Invited" state="Each link works once" />
          <ul className="divide-y divide-line">
            {invitations.data.items.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </Card>
      )}
      <InviteDialog open={isInviting} onOpenChange={setInviting} />
    </SettingsPage>
  );
}
