import type { Feature } from '../../platform/feature.ts';
import { PressureModule } from './pressure.module.ts';
import { pressureTables } from './pressure.tables.ts';

export { HoldBack } from './hold-back.ts';
export { PressureModule } from './pressure.module.ts';

export const pressure: Feature = { module: PressureModule, tables: pressureTables };
