export { type Answer, type Batch } from './batch.ts';
export { Batches } from './batches.ts';
export { type Begun, type Claim, Claims } from './claims.ts';
export { HandOverModule } from './hand-over.module.ts';
export { Journals } from './journal/journals.ts';
export { thisMoment } from './lease.ts';
export { neverHandedOver, type Outcome, unknownAddressesIn } from './outcome.ts';
export { outcomesNoted } from './outcomes-noted.ts';
export { probePatienceMs, recordPatienceMs, within } from './patience.ts';
