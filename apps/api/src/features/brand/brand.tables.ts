import type { Table } from '../../platform/tables/table.ts';

export const brandTables: readonly Table[] = [{ name: 'brand_kits' }];
