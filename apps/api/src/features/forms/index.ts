import type { Feature } from '../../platform/feature.ts';
import { FormsModule } from './forms.module.ts';
import { formsTables } from './forms.tables.ts';

export const forms: Feature = { module: FormsModule, tables: formsTables };
