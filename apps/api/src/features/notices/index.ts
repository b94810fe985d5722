import type { Feature } from '../../platform/feature.ts';
import { NoticesModule } from './notices.module.ts';
import { noticesTables } from './notices.tables.ts';

export { Notices } from './notices.ts';
export { NoticesModule } from './notices.module.ts';

export const notices: Feature = { module: NoticesModule, tables: noticesTables };
