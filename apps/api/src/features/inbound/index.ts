import type { Feature } from '../../platform/feature.ts';
import { InboundModule } from './inbound.module.ts';
import { inboundTables } from './inbound.tables.ts';

export const inbound: Feature = { module: InboundModule, tables: inboundTables };
