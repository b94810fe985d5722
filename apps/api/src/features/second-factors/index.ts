import type { Feature } from '../../platform/feature.ts';
import { SecondFactorsModule } from './second-factors.module.ts';
import { secondFactorsTables } from './second-factors.tables.ts';

export const secondFactors: Feature = { module: SecondFactorsModule, tables: secondFactorsTables };
