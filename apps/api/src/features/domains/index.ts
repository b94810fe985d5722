import type { Feature } from '../../platform/feature.ts';
import { DomainsModule } from './domains.module.ts';
import { domainsTables } from './domains.tables.ts';
import { domainsContents } from './domains.contents.ts';

export { CheckRecords } from './checks/check-records.ts';
export { type DomainStanding, DomainStandings } from './domain-standings.ts';
export { DomainsModule } from './domains.module.ts';
export { domainsQueue, DomainsService } from './domains.service.ts';
export { checkDmarc } from './policies/check-dmarc.ts';
export { resolverOf } from './policies/resolver-of.ts';

export const domains: Feature = { module: DomainsModule, tables: domainsTables, contents: domainsContents };
