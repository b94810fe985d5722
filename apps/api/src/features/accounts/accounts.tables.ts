import type { Table } from '../../platform/tables/table.ts';

export const accountsTables: readonly Table[] = [
  {
    name: 'organizations',
    audit: { noun: 'organization', label: 't.name' },
    addressesOfOthers: { postal_address: 'the organization', sender_email: 'the organization' },
  },
  {
    name: 'users',
    addressesOfOthers: { email: 'a member', email_key: 'a member', email_verified_at: 'a member' },
  },
  {
    name: 'memberships',
    audit: { noun: 'members', label: '(select u.email from users u where u.id = t.user_id)' },
  },
  {
    name: 'invitations',
    audit: { noun: 'invitations', label: 't.email' },
    addressesOfOthers: { email: 'a member to be', email_key: 'a member to be' },
  },
  { name: 'api_keys', audit: { noun: 'api-keys', label: 't.name' } },
  { name: 'password_resets' },
  { name: 'address_confirmations', addressesOfOthers: { email: 'a member', email_key: 'a member' } },
];
