import type { Feature } from '../../platform/feature.ts';
import { EventCountsModule } from './event-counts.module.ts';
import { eventCountsTables } from './event-counts.tables.ts';

export { AdjustCounts } from './adjust-counts.ts';
export { EventCounts, type PurchasesIn } from './event-counts.ts';
export { EventCountsModule } from './event-counts.module.ts';

export const eventCounts: Feature = { module: EventCountsModule, tables: eventCountsTables };
