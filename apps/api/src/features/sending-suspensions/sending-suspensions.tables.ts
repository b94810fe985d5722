import type { Table } from '../../platform/tables/table.ts';

export const sendingSuspensionsTables: readonly Table[] = [{ name: 'sending_suspensions' }];
