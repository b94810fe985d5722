import type { Feature } from '../../platform/feature.ts';
import { DashboardSchedulesModule } from './dashboard-schedules.module.ts';
import { dashboardSchedulesTables } from './dashboard-schedules.tables.ts';

export const dashboardSchedules: Feature = { module: DashboardSchedulesModule, tables: dashboardSchedulesTables };
