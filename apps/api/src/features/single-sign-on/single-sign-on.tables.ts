import type { Table } from '../../platform/tables/table.ts';

export const singleSignOnTables: readonly Table[] = [{ name: 'identity_providers' }, { name: 'identities' }];
