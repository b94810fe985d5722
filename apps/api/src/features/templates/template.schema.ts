import { EntitySchema } from 'typeorm';
import { Template } from '@engagex/domain/templates';
import { auditColumns, tenantColumns } from '../../platform/columns.ts';

export const templateSchema = new EntitySchema<Template>({
  name: 'Template',
  target: Template,
  tableName: 'templates',
  columns: {
    ...tenantColumns,
    name: { type: 'text' },
    subject: { type: 'text' },
    preheader: { type: 'text' },
    format: { type: 'text' },
    body: { type: 'text' },
    textBody: { type: 'text', name: 'text_body' },
    kind: { type: 'text' },
    document: { type: 'jsonb', nullable: true },
    languages: { type: 'jsonb', nullable: true },
    problems: { type: 'jsonb' },
    ...auditColumns,
  },
});
