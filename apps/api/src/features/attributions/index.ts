import type { Feature } from '../../platform/feature.ts';
import { AttributionsModule } from './attributions.module.ts';
import { attributionsTables } from './attributions.tables.ts';

export { AttributionSettingsService } from './attribution-settings.service.ts';
export { AttributionsModule } from './attributions.module.ts';
export { ReplayDecisions } from './replay-decisions.ts';
export { type ConversionsOfVariant, conversionsByVariant } from './conversions-by-variant.ts';

export const attributions: Feature = { module: AttributionsModule, tables: attributionsTables };
