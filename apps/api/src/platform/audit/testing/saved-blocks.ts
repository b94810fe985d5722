import { expect } from 'vitest';
import { type Block, block } from '@engagex/domain/documents';
import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const blocksOf = (height: number): Block[] => [block.parse({ id: 'gap', type: 'spacer', style: { height } })];
const saved = async (owner: TestMember) =>
  (await owner.call(savedBlocksRoutes.create, { name: 'Opening hours', blocks: blocksOf(20) })).id;
const edited = async (owner: TestMember) => {
  const id = await saved(owner);
  await owner.call(savedBlocksRoutes.update, { id, blocks: blocksOf(40) });
  return id;
};

/** Blocks that several templates have. */
export const savedBlockChanges: Changes = {
  'saved-blocks.create': {
    act: saved,
    entry: {
      ...inLog('saved-blocks', 'Opening hours'),
      before: null,
      after: expect.objectContaining({ name: 'Opening hours' }),
    },
  },
  'saved-blocks.update': {
    arrange: saved,
    act: (owner, id) => owner.call(savedBlocksRoutes.update, { id, name: 'Hours' }),
    entry: { ...inLog('saved-blocks', 'Hours'), before: { name: 'Opening hours' }, after: { name: 'Hours' } },
  },
  'saved-blocks.publish': {
    arrange: edited,
    act: (owner, id) => owner.call(savedBlocksRoutes.publish, { id }),
    entry: { ...inLog('saved-blocks', 'Opening hours'), after: expect.objectContaining({ release: 2 }) },
  },
  'saved-blocks.undo': {
    arrange: async (owner) => {
      const id = await edited(owner);
      await owner.call(savedBlocksRoutes.publish, { id });
      return id;
    },
    act: (owner, id) => owner.call(savedBlocksRoutes.undo, { id, release: 2 }),
    entry: { ...inLog('saved-blocks', 'Opening hours'), after: expect.objectContaining({ release: 3 }) },
  },
  'saved-blocks.delete': {
    arrange: saved,
    act: (owner, id) => owner.call(savedBlocksRoutes.delete, { id }),
    entry: { ...inLog('saved-blocks', 'Opening hours') },
  },
  'saved-blocks.restore': {
    arrange: deleted(saved, '/api/saved-blocks'),
    act: (owner, id) => owner.call(savedBlocksRoutes.restore, { id }),
    entry: { ...inLog('saved-blocks', 'Opening hours') },
  },
};
