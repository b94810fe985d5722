import type { Feature } from '../../platform/feature.ts';
import { InboundModule } from './inbound.module.ts';
import { inboundTables } from './inbound.tables.ts';

export { InboundModule } from './inbound.module.ts';
export { attachmentsIn } from './parsing/index.ts';
export { ReadMails } from './read-mails.ts';

export const inbound: Feature = { module: InboundModule, tables: inboundTables };
