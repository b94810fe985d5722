import type { Feature } from '../../platform/feature.ts';
import { ApprovalsModule } from './approvals.module.ts';
import { approvalsTables } from './approvals.tables.ts';

export { assertCovered } from './approved-version.ts';

export const approvals: Feature = { module: ApprovalsModule, tables: approvalsTables };
