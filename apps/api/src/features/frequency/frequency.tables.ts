import type { Table } from '../../platform/tables/table.ts';

export const frequencyTables: readonly Table[] = [{ name: 'frequency_rules' }];
