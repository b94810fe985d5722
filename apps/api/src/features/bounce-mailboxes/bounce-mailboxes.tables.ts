import type { Table } from '../../platform/tables/table.ts';

export const bounceMailboxesTables: readonly Table[] = [
  {
    name: 'bounce_mailboxes',
    audit: { noun: 'bounce-mailboxes', label: 't.address' },
    addressesOfOthers: { address: 'the organization' },
  },
  { name: 'installation_mailboxes' },
];
