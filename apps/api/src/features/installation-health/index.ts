import type { Feature } from '../../platform/feature.ts';
import { InstallationHealthModule } from './installation-health.module.ts';
import { installationHealthTables } from './installation-health.tables.ts';

export const installationHealth: Feature = { module: InstallationHealthModule, tables: installationHealthTables };
