import type { Feature } from '../../platform/feature.ts';
import { PostmasterModule } from './postmaster.module.ts';
import { postmasterTables } from './postmaster.tables.ts';
import { postmasterContents } from './postmaster.contents.ts';

export const postmaster: Feature = { module: PostmasterModule, tables: postmasterTables, contents: postmasterContents };
