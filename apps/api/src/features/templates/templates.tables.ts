import type { Table } from '../../platform/tables/table.ts';

export const templatesTables: readonly Table[] = [{ name: 'templates', audit: { noun: 'templates', label: 't.name' } }];
