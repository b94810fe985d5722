import { type Role, roleNames } from '@engagex/domain/accounts';

const what: Readonly<Record<Role, string>> = {
  owner: 'Everything, billing and owners included',
  admin: 'Everything except billing and owners',
  campaign_manager: 'Contacts, templates, campaigns; sends',
  editor: 'Contacts and templates; sends nothing',
  analyst: 'Reads reports, changes nothing',
};

/** Roles to choose from, with what each may do. */
export function roleOptions(roles: readonly Role[]) {
  return roles.map((value) => ({ value, label: roleNames[value], detail: what[value] }));
}
