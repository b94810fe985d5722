export { type ClaimedDelivery, Claims } from './claims.ts';
export { DeliveriesModule } from './deliveries.module.ts';
export { harmOf } from './harm.queries.ts';
export { Ledgers } from './ledgers.ts';
export { type BatchResult, type Compose, SendBatch } from './send-batch.ts';
