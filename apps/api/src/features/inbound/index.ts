import type { Feature } from '../../platform/feature.ts';
import { InboundModule } from './inbound.module.ts';
import { inboundTables } from './inbound.tables.ts';

export { inboundLimits } from './inbound-limits.ts';
export { InboundMails } from './inbound-mails.ts';
export { InboundModule } from './inbound.module.ts';
export { OurReports } from './our-reports.ts';
export { attachmentsIn, everyPart, readMime, textOf } from './parsing/index.ts';
export { probePrefix, refusedPrefix } from './purpose-of-address.ts';
export { type MarkedMail, ReadMails } from './read-mails.ts';
export { untraced } from './trace-fields.ts';

export const inbound: Feature = { module: InboundModule, tables: inboundTables };
