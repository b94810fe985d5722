import type { Feature } from '../../platform/feature.ts';
import { AuditModule } from './audit.module.ts';
import { auditTables } from './audit.tables.ts';

export const audit: Feature = { module: AuditModule, tables: auditTables };
