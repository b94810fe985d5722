import { type Role, roleNames } from '@engagex/domain/accounts';

const what: Readonly<Record<Role, string>> = {
  owner: 'Everything, including billing and owners',
  admin: 'Everything except billing and owners',
  campaign_manager: 'Contacts, templates and campaigns; can send',
  editor: 'Contacts and templates; cannot send',
  analyst: 'Read-only reports',
};

/** Roles to choose from, with what each may do. */
export function roleOptions(roles: readonly Role[]) {
  return roles.map((value) => ({ value, label: roleNames[value], detail: what[value] }));
}
