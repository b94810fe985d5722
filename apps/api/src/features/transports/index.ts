import type { Feature } from '../../platform/feature.ts';
import { TransportsModule } from './transports.module.ts';
import { transportsTables } from './transports.tables.ts';

export { type SelectedTransport, TransportSelection } from './transport-selection.ts';
export { DomainLimitsService } from './domain-limits.service.ts';
export { Forecast, type Foreseen } from './forecast.ts';
export { type Allowance, RateLimits, type Part } from './rate-limits.ts';
export { type Answers, MailboxProvidersService } from './mailbox-providers.service.ts';
export { ReceivingDomains } from './receiving-domains.ts';
export { complaintPrefix, ReturnPathTokens } from './return-path/return-path-tokens.ts';
export { ReturnPaths } from './return-path/return-paths.ts';
export { Senders } from './senders.ts';
export { TransportsModule } from './transports.module.ts';
export { hasStopped, verdictOnTransport } from './verdict.ts';
export { Waiting } from './waiting.ts';

export const transports: Feature = { module: TransportsModule, tables: transportsTables };
