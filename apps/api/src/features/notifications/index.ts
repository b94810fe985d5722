import type { Feature } from '../../platform/feature.ts';
import { NotificationsModule } from './notifications.module.ts';
import { notificationsTables } from './notifications.tables.ts';

export { Notifications } from './notifications.ts';
export { NotificationsModule } from './notifications.module.ts';

export const notifications: Feature = { module: NotificationsModule, tables: notificationsTables };
