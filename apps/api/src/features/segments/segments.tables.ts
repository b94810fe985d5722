import { holds, referencesOf } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';

const segments = `select 'segment' as kind, s.id, s.name from segments s where s.deleted_at is null`;

export const segmentsTables: readonly Table[] = [
  {
    name: 'segments',
    audit: { noun: 'segments', label: 't.name' },
    references: referencesOf(segments, {
      group: holds('s.tree', '$.**.groupIds[*]'),
      segment: holds('s.tree', '$.**.segmentId'),
      attribute: holds('s.tree', '$.** ? (@.kind == "attribute").name'),
      campaign: holds('s.tree', '$.**.campaignId'),
    }),
  },
];
