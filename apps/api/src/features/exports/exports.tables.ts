import type { Table } from '../../platform/tables/table.ts';

export const exportsTables: readonly Table[] = [{ name: 'exports', audit: { noun: 'exports', label: 't.file_name' } }];
