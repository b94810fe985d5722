import type { Feature } from '../../platform/feature.ts';
import { InboundModule } from './inbound.module.ts';
import { inboundTables } from './inbound.tables.ts';

export { InboundMails, mostBytes } from './inbound-mails.ts';
export { InboundModule } from './inbound.module.ts';
export { attachmentsIn } from './parsing/index.ts';
export { OurReports } from './our-reports.ts';
export { ReadMails } from './read-mails.ts';

export const inbound: Feature = { module: InboundModule, tables: inboundTables };
