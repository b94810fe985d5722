import { grantableRoles, membersRoutes, type MemberView, roleNames, roles } from '@engagex/domain/accounts';
import { Crown, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useRouteMutation } from '../../../shared/query.ts';
import { refreshSession, useOrganization, useSession } from '../../../shared/session.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { roleOptions } from './role-options.ts';

/** One member: their role to change, and the way to remove them, for those who may. */
export function MemberRow({ member }: { member: MemberView }) {
  const { user } = useSession();
  const { role: mine, name: organization } = useOrganization();
  const [asking, setAsking] = useState<'remove' | 'transfer' | null>(null);
  const isMe = member.userId === user.id;
  const change = useRouteMutation(membersRoutes.changeRole, {
    onSuccess: async ({ name, role }) => {
      notify(`${name} is now ${roleNames[role].toLowerCase()}`);
      if (isMe) await refreshSession();
    },
    onError: notifyFailure('The role was not changed'),
  });
  const remove = useRouteMutation(membersRoutes.remove, { onSuccess: () => notify(`${member.name} removed`) });
  const transfer = useRouteMutation(membersRoutes.transfer, {
    onSuccess: async ({ name }) => {
      await refreshSession();
      notify(`${name} is now the owner`, { detail: 'You are an admin.' });
    },
  });
  const { can } = member;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-48 flex-1">
        <p className="truncate font-medium">
          {member.name} {isMe && <span className="font-normal text-muted">(you)</span>}
        </p>
        <p className="truncate text-sm text-muted">{member.email}</p>
      </div>
      {can.includes('change_role') ? (
        <Select
          aria-label={`Role of ${member.name}`}
          className="w-44"
          options={roleOptions(grantableRoles(mine, roles))}
          value={member.role}
          disabled={change.isPending}
          onChange={(role) => role !== member.role && change.mutate({ id: member.id, role })}
        />
      ) : (
        <span className="w-44 text-sm">{roleNames[member.role]}</span>
      )}
      <div className="flex w-16 justify-end pointer-coarse:w-22">
        {can.includes('transfer') && (
          <IconButton label={`Make ${member.name} the owner`} icon={Crown} onClick={() => setAsking('transfer')} />
        )}
        {can.includes('remove') && (
          <IconButton label={`Remove ${member.name}`} icon={UserMinus} onClick={() => setAsking('remove')} />
        )}
      </div>
      <ConfirmDialog
        open={asking === 'transfer'}
        onOpenChange={() => setAsking(null)}
        title={`Transfer ownership to ${member.name}?`}
        consequence={`${member.name} will be able to delete ${organization} and to add and remove owners. You become an admin and no longer can. Only an owner can make you one again.`}
        action={`Make ${member.name} the owner`}
        onConfirm={() => transfer.mutateAsync({ memberId: member.id })}
      />
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={() => setAsking(null)}
        title={`Remove ${member.name}?`}
        consequence={`${member.email} loses access to ${organization} immediately. Everything they created stays.`}
        action={`Remove ${member.name}`}
        onConfirm={() => remove.mutateAsync({ id: member.id })}
      />
    </li>
  );
}
