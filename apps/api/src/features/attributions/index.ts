import type { Feature } from '../../platform/feature.ts';
import { AttributionsModule } from './attributions.module.ts';
import { attributionsTables } from './attributions.tables.ts';

export { type ConversionsOfVariant, conversionsByVariant } from './conversions-by-variant.ts';

export const attributions: Feature = { module: AttributionsModule, tables: attributionsTables };
