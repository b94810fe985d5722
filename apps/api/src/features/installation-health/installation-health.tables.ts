import type { Table } from '../../platform/tables/table.ts';

export const installationHealthTables: readonly Table[] = [{ name: 'installation_figures' }];
