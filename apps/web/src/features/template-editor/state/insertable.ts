import { blockTypes } from '@engagex/domain/documents';
import type { NewBlockType } from './new-block.ts';

/** What the palette and menus offer, most used first. */
export const insertable: readonly NewBlockType[] = blockTypes.filter((type) => type !== 'saved');
