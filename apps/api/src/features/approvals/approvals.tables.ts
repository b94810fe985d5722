import type { Table } from '../../platform/tables/table.ts';

export const approvalsTables: readonly Table[] = [{ name: 'campaign_approvals' }];
