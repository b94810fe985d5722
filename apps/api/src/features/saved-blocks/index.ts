import type { Feature } from '../../platform/feature.ts';
import { SavedBlocksModule } from './saved-blocks.module.ts';
import { savedBlocksTables } from './saved-blocks.tables.ts';

export { SavedBlocksModule } from './saved-blocks.module.ts';
export { type PublishedBlocks, SavedBlocksService } from './saved-blocks.service.ts';

export const savedBlocks: Feature = { module: SavedBlocksModule, tables: savedBlocksTables };
