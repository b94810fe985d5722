import type { Feature } from '../../platform/feature.ts';
import { SingleSignOnModule } from './single-sign-on.module.ts';
import { singleSignOnTables } from './single-sign-on.tables.ts';

export const singleSignOn: Feature = { module: SingleSignOnModule, tables: singleSignOnTables };
