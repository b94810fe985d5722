import type { Feature } from '../../platform/feature.ts';
import { ReceiptsModule } from './receipts.module.ts';
import { receiptsTables } from './receipts.tables.ts';

export { recordReceipts } from './record-receipts.ts';
export { Receipts } from './receipts.ts';
export { receiptsOf } from './receipts-of.ts';
export { ReceiptsModule } from './receipts.module.ts';

export const receipts: Feature = { module: ReceiptsModule, tables: receiptsTables };
