import type { Feature } from '../../platform/feature.ts';
import { DeliverabilityModule } from './deliverability.module.ts';
import { deliverabilityTables } from './deliverability.tables.ts';

export const deliverability: Feature = { module: DeliverabilityModule, tables: deliverabilityTables };
