import type { Feature } from '../../platform/feature.ts';
import { DomainReportsModule } from './domain-reports.module.ts';
import { domainReportsTables } from './domain-reports.tables.ts';

export { DomainReportsModule } from './domain-reports.module.ts';
export { OwnedDomains } from './owned-domains.ts';

export const domainReports: Feature = { module: DomainReportsModule, tables: domainReportsTables };
