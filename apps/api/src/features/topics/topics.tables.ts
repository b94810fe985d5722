import type { Table } from '../../platform/tables/table.ts';

export const topicsTables: readonly Table[] = [{ name: 'topics', audit: { noun: 'topics', label: 't.name' } }];
