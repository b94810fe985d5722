import type { Feature } from '../../platform/feature.ts';
import { LimitNoticesModule } from './limit-notices.module.ts';
import { limitNoticesTables } from './limit-notices.tables.ts';

export const limitNotices: Feature = { module: LimitNoticesModule, tables: limitNoticesTables };
