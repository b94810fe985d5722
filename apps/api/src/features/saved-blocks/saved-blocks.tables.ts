import type { Table } from '../../platform/tables/table.ts';

export const savedBlocksTables: readonly Table[] = [
  { name: 'saved_blocks', audit: { noun: 'saved-blocks', label: 't.name' } },
];
