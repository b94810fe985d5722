import type { Feature } from '../../platform/feature.ts';
import { ReceiptsModule } from './receipts.module.ts';
import { receiptsTables } from './receipts.tables.ts';

export { type Applied, Receipts } from './receipts.ts';
export { ReceiptsModule } from './receipts.module.ts';

export const receipts: Feature = { module: ReceiptsModule, tables: receiptsTables };
