import { referencesOf, referencesOfFilter } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';

const unfinished = `select 'export' as kind, e.id, e.file_name as name from exports e
  where e.status in ('queued', 'running')`;

export const exportsTables: readonly Table[] = [
  {
    name: 'exports',
    audit: { noun: 'exports', label: 't.file_name' },
    references: referencesOf(unfinished, referencesOfFilter('e.filter')),
  },
];
