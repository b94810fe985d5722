import type { Table } from '../../platform/tables/table.ts';

export const notificationsTables: readonly Table[] = [
  { name: 'notifications' },
  { name: 'notification_digests' },
  { name: 'notification_choices' },
  { name: 'notification_defaults' },
  { name: 'inboxes', goesAfter: ['notifications'] }, // a notification that is added or read changes it
];
