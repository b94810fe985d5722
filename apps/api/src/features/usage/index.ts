import type { Feature } from '../../platform/feature.ts';
import { UsageModule } from './usage.module.ts';
import { usageTables } from './usage.tables.ts';

export const usage: Feature = { module: UsageModule, tables: usageTables };
