import type { Table } from '../../platform/tables/table.ts';

export const notificationsTables: readonly Table[] = [{ name: 'notifications' }];
