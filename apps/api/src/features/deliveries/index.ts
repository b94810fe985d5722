import type { Feature } from '../../platform/feature.ts';
import { DeliveriesModule } from './deliveries.module.ts';
import { deliveriesTables } from './deliveries.tables.ts';

export { addToSeries, type SeriesStep } from './add-to-series.ts';
export { sendAgainTo, settleUnknown } from './follow-up.queries.ts';
export { freezePeople } from './freeze-people.ts';
export { moveDeliveries } from './move-deliveries.ts';
export { remarkEngaged } from './mark-engaged.ts';
export { type ClaimedDelivery, DeliveryClaims } from './delivery-claims.ts';
export { DeliveriesModule } from './deliveries.module.ts';
export { bouncesAndComplaintsOf } from './bounces-and-complaints.queries.ts';
export { Ledgers } from './ledgers.ts';
export { batchSize, type Compose, type Composer, SendBatch, type Wait } from './send-batch.ts';

export const deliveries: Feature = { module: DeliveriesModule, tables: deliveriesTables };
