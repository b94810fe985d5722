import type { Role } from './policy.ts';

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
