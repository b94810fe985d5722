import type { Feature } from '../../platform/feature.ts';
import { BulkActionsModule } from './bulk-actions.module.ts';
import { bulkActionsTables } from './bulk-actions.tables.ts';

export const bulkActions: Feature = { module: BulkActionsModule, tables: bulkActionsTables };
