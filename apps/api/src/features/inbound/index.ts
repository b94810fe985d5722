import type { Feature } from '../../platform/feature.ts';
import { InboundModule } from './inbound.module.ts';
import { inboundTables } from './inbound.tables.ts';

export { InboundListener } from './inbound-listener.ts';
export { InboundMails } from './inbound-mails.ts';
export { InboundModule } from './inbound.module.ts';
export { type MailReader, ReadMails, type TakenMail } from './read-mails.ts';

export const inbound: Feature = { module: InboundModule, tables: inboundTables };
