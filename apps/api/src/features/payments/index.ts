import type { Feature } from '../../platform/feature.ts';
import { PaymentsModule } from './payments.module.ts';
import { paymentsTables } from './payments.tables.ts';

export const payments: Feature = { module: PaymentsModule, tables: paymentsTables };
