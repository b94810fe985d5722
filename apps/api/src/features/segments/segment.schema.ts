import { EntitySchema } from 'typeorm';
import { Segment } from '@engagex/domain/segments';
import { auditColumns, tenantColumns } from '../../platform/columns.ts';

export const segmentSchema = new EntitySchema<Segment>({
  name: 'Segment',
  target: Segment,
  tableName: 'segments',
  columns: {
    ...tenantColumns,
    name: { type: 'text' },
    tree: { type: 'jsonb' },
    ...auditColumns,
  },
});
