import type { Feature } from '../../platform/feature.ts';
import { BrandModule } from './brand.module.ts';
import { brandTables } from './brand.tables.ts';

export { BrandModule } from './brand.module.ts';
export { BrandService } from './brand.service.ts';

export const brand: Feature = { module: BrandModule, tables: brandTables };
