import type { Table } from '../../platform/tables/table.ts';

export const campaignsTables: readonly Table[] = [
  {
    name: 'campaigns',
    audit: { noun: 'campaigns', label: 't.name' },
    // A draft is never due and lets no message out.
    stop: `update campaigns set status = 'draft' where status not in ('draft', 'sent')`,
    addressesOfOthers: { sender_email: 'the organization' },
  },
  { name: 'campaign_contents' },
];
