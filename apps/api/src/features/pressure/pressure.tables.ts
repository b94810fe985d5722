import type { Table } from '../../platform/tables/table.ts';

export const pressureTables: readonly Table[] = [{ name: 'pressure_rules' }];
