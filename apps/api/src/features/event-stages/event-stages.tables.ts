import type { Table } from '../../platform/tables/table.ts';

export const eventStagesTables: readonly Table[] = [
  { name: 'event_stages' },
  { name: 'event_stage_batches' },
  { name: 'failed_events' },
];
