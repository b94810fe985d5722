import type { Table } from '../../platform/tables/table.ts';

export const attributesTables: readonly Table[] = [
  { name: 'attribute_definitions', audit: { noun: 'attributes', label: 't.label' } },
];
