import type { Table } from '../../platform/tables/table.ts';

export const incidentsTables: readonly Table[] = [
  { name: 'incidents', audit: { noun: 'incidents', label: "t.domain || ' at ' || t.mailbox_provider" } },
];
