import type { Feature } from '../../platform/feature.ts';
import { SendingSuspensionsModule } from './sending-suspensions.module.ts';
import { sendingSuspensionsTables } from './sending-suspensions.tables.ts';

export { SendingSuspensionsModule } from './sending-suspensions.module.ts';
export { SendingSuspensions } from './sending-suspensions.ts';

export const sendingSuspensions: Feature = { module: SendingSuspensionsModule, tables: sendingSuspensionsTables };
