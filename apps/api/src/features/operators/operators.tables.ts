import type { Table } from '../../platform/tables/table.ts';

export const operatorsTables: readonly Table[] = [{ name: 'operator_actions' }];
