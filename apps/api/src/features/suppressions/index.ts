import type { Feature } from '../../platform/feature.ts';
import { SuppressionsModule } from './suppressions.module.ts';
import { suppressionsTables } from './suppressions.tables.ts';

export { suppressAll, suppressErased, unsuppressReturned } from './suppress.ts';
export { suppressBounced, suppressComplained } from './suppress-bounced.ts';

export const suppressions: Feature = { module: SuppressionsModule, tables: suppressionsTables };
