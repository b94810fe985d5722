import type { Feature } from '../../platform/feature.ts';
import { ExportsModule } from './exports.module.ts';
import { exportsTables } from './exports.tables.ts';
import { exportsContents } from './exports.contents.ts';

export { exportedFiles } from './exported-files.ts';

export const contactExports: Feature = { module: ExportsModule, tables: exportsTables, contents: exportsContents };
