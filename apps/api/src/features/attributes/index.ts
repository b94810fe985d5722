import type { Feature } from '../../platform/feature.ts';
import { AttributesModule } from './attributes.module.ts';
import { attributesTables } from './attributes.tables.ts';

export { AttributesModule } from './attributes.module.ts';
export { createAttributes } from './attributes.queries.ts';
export { AttributesService } from './attributes.service.ts';

export const attributes: Feature = { module: AttributesModule, tables: attributesTables };
