import { z } from 'zod';
import { type Block, block, type BlockInput } from '../documents/index.ts';
import { count, id, idParams, line, route, timestamp, version } from '../shared/index.ts';
import { templatePreview } from '../templates/index.ts';

export const savedBlockLimits = {
  /** Of one organization. */
  savedBlocks: 100,
  /** Blocks of one saved block. */
  blocks: 30,
  /** Bytes of one saved block as JSON in UTF-8. */
  bytes: 64_000,
} as const;

/** Blocks that stand below one another in a column. None of them is a saved block itself. */
export const savedBlockBlocks: z.ZodType<Block[], BlockInput[]> = z
  .array(block)
  .min(1, 'Choose at least one block.')
  .max(savedBlockLimits.blocks, `Use at most ${savedBlockLimits.blocks} blocks.`)
  .superRefine((blocks, { addIssue }) => {
    const seen = new Set<string>();
    for (const [index, { id: own, type }] of blocks.entries()) {
      if (type === 'saved')
        addIssue({
          code: 'custom',
          path: [index],
          message: 'A saved block cannot hold another. Add its blocks instead.',
        });
      if (seen.has(own)) addIssue({ code: 'custom', path: [index, 'id'], message: `The id ${own} is there twice.` });
      seen.add(own);
    }
    if (new TextEncoder().encode(JSON.stringify(blocks)).length > savedBlockLimits.bytes)
      addIssue({ code: 'custom', message: `A saved block may have ${savedBlockLimits.bytes / 1_000} kB at most.` });
  });

/** A draft, and what of it is published: templates show the latter. */
export interface SavedBlockView {
  readonly id: string;
  readonly name: string;
  /** What is being edited. */
  readonly blocks: Block[];
  /** What templates and their mail show. */
  readonly published: Block[];
  /** Counts how often it was published. */
  readonly release: number;
  /** The draft says something else than what is published. */
  readonly isChanged: boolean;
  /** The last release can be undone: what was published before it is kept. */
  readonly canUndo: boolean;
  /** Published templates it is in. */
  readonly templates: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly publishedAt: string;
}

// Named by its interface: written out in each route, the blocks would be more than a compiler puts into a declaration.
export const savedBlockView: z.ZodType<SavedBlockView> = z
  .object({
    id,
    name: z.string(),
    blocks: savedBlockBlocks,
    published: savedBlockBlocks,
    release: count,
    isChanged: z.boolean(),
    canUndo: z.boolean(),
    templates: count,
    createdAt: timestamp,
    updatedAt: timestamp,
    publishedAt: timestamp,
  })
  .register(z.globalRegistry, { id: 'SavedBlock' });

/** What a release changes: templates, and the campaigns that would be sent with them. Launched campaigns never change. */
export const releaseEffects = z.object({
  templates: z.array(z.object({ id, name: z.string() })),
  /** Those with a time first, the earliest first. */
  campaigns: z.array(
    z.object({
      id,
      name: z.string(),
      status: z.enum(['draft', 'scheduled']),
      startsAt: timestamp.nullable(),
      /** It loses its approval. */
      isApproved: z.boolean(),
    }),
  ),
});
releaseEffects.register(z.globalRegistry, { id: 'ReleaseEffects' });
export type ReleaseEffects = z.output<typeof releaseEffects>;

export const savedBlocksRoutes = {
  list: route({
    id: 'saved-blocks.list',
    method: 'GET',
    path: '/api/saved-blocks',
    summary: 'All saved blocks, by name',
    permission: 'templates:read',
    response: z.object({ items: z.array(savedBlockView) }),
  }),
  create: route({
    id: 'saved-blocks.create',
    method: 'POST',
    path: '/api/saved-blocks',
    summary: 'Save blocks to use them in several templates; published at once, since no template has it yet',
    permission: 'templates:write',
    body: z.object({ name: line('a name for the saved block', 100), blocks: savedBlockBlocks }),
    response: savedBlockView,
    status: 201,
  }),
  get: route({
    id: 'saved-blocks.get',
    method: 'GET',
    path: '/api/saved-blocks/:id',
    summary: 'One saved block',
    permission: 'templates:read',
    params: idParams,
    response: savedBlockView,
  }),
  update: route({
    id: 'saved-blocks.update',
    method: 'PATCH',
    path: '/api/saved-blocks/:id',
    summary: 'Change the name or the draft; templates show what is published',
    permission: 'templates:write',
    params: idParams,
    body: z.object({
      name: line('a name for the saved block', 100).optional(),
      blocks: savedBlockBlocks.optional(),
      version,
    }),
    response: savedBlockView,
  }),
  effects: route({
    id: 'saved-blocks.effects',
    method: 'GET',
    path: '/api/saved-blocks/:id/effects',
    summary: 'What publishing the draft would change: templates and campaigns not yet launched',
    permission: 'templates:read',
    params: idParams,
    response: releaseEffects,
  }),
  preview: route({
    id: 'saved-blocks.preview',
    method: 'POST',
    reads: true,
    path: '/api/saved-blocks/:id/preview',
    summary: 'One template as it is, and as it would be once the draft is published',
    permission: 'templates:read',
    params: idParams,
    body: z.object({ templateId: id }),
    response: z.object({ before: templatePreview, after: templatePreview }),
  }),
  publish: route({
    id: 'saved-blocks.publish',
    method: 'POST',
    path: '/api/saved-blocks/:id/publish',
    summary:
      'Publish the draft in every template; launched campaigns stay as they are, approved ones need approval again',
    permission: 'templates:write',
    params: idParams,
    body: z.object({ version }),
    response: savedBlockView,
  }),
  undo: route({
    id: 'saved-blocks.undo',
    method: 'POST',
    path: '/api/saved-blocks/:id/undo',
    summary: 'Undo the last release in every template; the draft stays',
    permission: 'templates:write',
    params: idParams,
    body: z.object({ release: count }),
    response: savedBlockView,
  }),
  delete: route({
    id: 'saved-blocks.delete',
    method: 'DELETE',
    path: '/api/saved-blocks/:id',
    summary: 'Delete a saved block that no template has; it can be restored',
    permission: 'templates:write',
    params: idParams,
  }),
  restore: route({
    id: 'saved-blocks.restore',
    method: 'POST',
    path: '/api/saved-blocks/:id/restore',
    summary: 'Restore a deleted saved block',
    permission: 'templates:write',
    params: idParams,
    response: savedBlockView,
  }),
};
