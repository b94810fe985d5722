import type { Table } from '../../platform/tables/table.ts';

/** They hold no values of people: an example is a value that cannot be personal, by its property and its shape. */
export const eventSchemasTables: readonly Table[] = [
  // The stage may still write while there are batches.
  { name: 'event_properties', goesAfter: ['event_stage_batches'] },
  { name: 'event_names', audit: { noun: 'event-schemas', label: 't.name' }, goesAfter: ['event_stage_batches'] },
  { name: 'unlisted_events', goesAfter: ['event_stage_batches'] },
];
