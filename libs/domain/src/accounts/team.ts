import type { Role } from '../shared/policy.ts';

export const invitationDays = 7;

/** Roles that someone of this role may give: only owners make owners. */
export function grantableRoles(role: Role, all: readonly Role[]): readonly Role[] {
  if (role === 'owner') return all;
  return role === 'admin' ? all.filter((each) => each !== 'owner') : [];
}

/** Whether someone of this role may change or remove a member of that role: only owners touch owners. */
export function mayManage(role: Role, member: Role): boolean {
  return role === 'owner' || (role === 'admin' && member !== 'owner');
}

interface Membership {
  readonly id: string;
  readonly role: Role;
}

export const memberActions = ['change_role', 'remove', 'transfer'] as const;
export type MemberAction = (typeof memberActions)[number];

/**
 * What someone may do with a member of their organization. The only one of `owners` keeps the role, and nobody removes
 * themselves: they leave.
 */
export function memberActionsOf(me: Membership, member: Membership, owners: number): MemberAction[] {
  const isLastOwner = member.role === 'owner' && owners === 1;
  const isMe = me.id === member.id;
  const can: Readonly<Record<MemberAction, boolean>> = {
    change_role: mayManage(me.role, member.role) && !isLastOwner,
    remove: mayManage(me.role, member.role) && !isLastOwner && !isMe,
    transfer: me.role === 'owner' && !isMe,
  };
  return memberActions.filter((action) => can[action]);
}

export const invitationActions = ['resend', 'revoke'] as const;
export type InvitationAction = (typeof invitationActions)[number];

/** What someone of this role may do with an invitation to that role: an invitation to be an owner is sent by owners only. */
export function invitationActionsOf(role: Role, invited: Role): InvitationAction[] {
  const can: Readonly<Record<InvitationAction, boolean>> = {
    resend: mayManage(role, invited),
    revoke: role === 'owner' || role === 'admin',
  };
  return invitationActions.filter((action) => can[action]);
}
