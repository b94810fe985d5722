import type { Feature } from '../../platform/feature.ts';
import { BackupsModule } from './backups.module.ts';
import { backupsTables } from './backups.tables.ts';

export const backups: Feature = { module: BackupsModule, tables: backupsTables };
