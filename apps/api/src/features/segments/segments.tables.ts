import type { Table } from '../../platform/tables/table.ts';

export const segmentsTables: readonly Table[] = [{ name: 'segments', audit: { noun: 'segments', label: 't.name' } }];
