export { type ClaimedDelivery, Claims } from './claims.ts';
export { DeliveriesModule } from './deliveries.module.ts';
export { harmOf } from './harm.queries.ts';
export { Ledgers } from './ledgers.ts';
export { batchSize, type Compose, SendBatch, type Wait } from './send-batch.ts';
