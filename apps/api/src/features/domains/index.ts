import type { Feature } from '../../platform/feature.ts';
import { DomainsModule } from './domains.module.ts';
import { domainsTables } from './domains.tables.ts';

export { CheckRecords, type TakenCheck } from './checks/check-records.ts';
export { DomainClaims } from './checks/domain-claims.ts';
export { type DomainStanding, DomainStandings } from './domain-standings.ts';
export { DomainsModule } from './domains.module.ts';
export { domainsQueue } from './domains.service.ts';

export const domains: Feature = { module: DomainsModule, tables: domainsTables };
