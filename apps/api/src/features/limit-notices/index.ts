import type { Feature } from '../../platform/feature.ts';
import { LimitNoticesModule } from './limit-notices.module.ts';
import { limitNoticesTables } from './limit-notices.tables.ts';
import { limitNoticesContents } from './limit-notices.contents.ts';

export const limitNotices: Feature = {
  module: LimitNoticesModule,
  tables: limitNoticesTables,
  contents: limitNoticesContents,
};
