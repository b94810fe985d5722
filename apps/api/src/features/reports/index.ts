import type { Feature } from '../../platform/feature.ts';
import { ReportsModule } from './reports.module.ts';
import { reportsTables } from './reports.tables.ts';

export { DashboardsService } from './dashboards.service.ts';
export { ReportsModule } from './reports.module.ts';
export { ownerOf, seenBy } from './saved-reports.queries.ts';
export { SavedReportsService } from './saved-reports.service.ts';

export const reports: Feature = { module: ReportsModule, tables: reportsTables };
