import type { Table } from '../../platform/tables/table.ts';

export const eventExportsTables: readonly Table[] = [
  {
    name: 'event_exports',
    audit: { noun: 'event-exports', label: `to_char(t.due_at - interval '1 day', 'YYYY-MM-DD')` },
  },
  { name: 'event_export_settings' },
];
