import type { Table } from './tables/table.ts';

export const platformTables: readonly Table[] = [{ name: 'job_failures' }, { name: 'running_processes' }];
