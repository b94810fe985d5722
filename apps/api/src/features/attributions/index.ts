import type { Feature } from '../../platform/feature.ts';
import { AttributionsModule } from './attributions.module.ts';
import { attributionsTables } from './attributions.tables.ts';

export const attributions: Feature = { module: AttributionsModule, tables: attributionsTables };
