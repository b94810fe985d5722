import type { Feature } from '../../platform/feature.ts';
import { FrequencyModule } from './frequency.module.ts';
import { frequencyTables } from './frequency.tables.ts';

export { FrequencyModule } from './frequency.module.ts';
export { isOverCap } from './frequency.queries.ts';
export { FrequencyService } from './frequency.service.ts';

export const frequency: Feature = { module: FrequencyModule, tables: frequencyTables };
