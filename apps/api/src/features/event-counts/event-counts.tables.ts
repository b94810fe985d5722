import type { Table } from '../../platform/tables/table.ts';

/** A worker adds to them as long as events wait or are tried again. */
const goesAfter = ['event_stage_batches', 'failed_events'];

/** Nothing of a person: they stay when events are forgotten or somebody is erased. */
export const eventCountsTables: readonly Table[] = [
  { name: 'event_counts', goesAfter },
  { name: 'purchase_counts', goesAfter },
  { name: 'product_counts', goesAfter },
];
