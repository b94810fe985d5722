import type { Feature } from '../../platform/feature.ts';
import { ImportsModule } from './imports.module.ts';
import { importsTables } from './imports.tables.ts';
import { importsContents } from './imports.contents.ts';

export { importedFiles } from './imported-files.ts';

export const imports: Feature = { module: ImportsModule, tables: importsTables, contents: importsContents };
