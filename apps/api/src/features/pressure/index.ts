import type { Feature } from '../../platform/feature.ts';
import { PressureModule } from './pressure.module.ts';
import { pressureTables } from './pressure.tables.ts';

export { PressureModule } from './pressure.module.ts';
export { isOverCap } from './pressure.queries.ts';
export { PressureService } from './pressure.service.ts';

export const pressure: Feature = { module: PressureModule, tables: pressureTables };
