import type { Table } from '../../platform/tables/table.ts';

export const noticesTables: readonly Table[] = [{ name: 'notices' }];
