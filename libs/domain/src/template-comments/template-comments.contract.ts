import { z } from 'zod';
import { nodeId } from '../documents/index.ts';
import { id, idParams, route, timestamp } from '../shared/index.ts';

export const commentLimits = {
  characters: 2_000,
  /** People mentioned in one comment. */
  mentions: 20,
  /** Of one template, without those that were deleted. */
  comments: 500,
} as const;

/** A member; null for a program. */
const author = z.object({ id, name: z.string() }).nullable();

export const templateComment = z.object({
  id,
  body: z.string(),
  /** Members whose `@name` in the body is a mention. */
  mentions: z.array(z.object({ id, name: z.string() })),
  author,
  createdAt: timestamp,
  /** When its author changed what it says; null while it says what it said first. */
  editedAt: timestamp.nullable(),
  /** Whether the caller may change it: only what they wrote themselves. */
  canEdit: z.boolean(),
  /** Whether the caller may delete it: their own comments, and everybody's for those who manage members. */
  canDelete: z.boolean(),
});
export type TemplateComment = z.output<typeof templateComment>;
templateComment.register(z.globalRegistry, { id: 'TemplateComment' });

/** A comment and the answers to it, oldest first. The id is the one of the first comment. */
export const commentThread = z.object({
  id,
  /** The block it is about, which may be deleted by now; null for the template as a whole. */
  blockId: z.string().nullable(),
  resolvedAt: timestamp.nullable(),
  resolvedBy: author,
  comments: z.array(templateComment),
});
export type CommentThread = z.output<typeof commentThread>;
commentThread.register(z.globalRegistry, { id: 'CommentThread' });

const body = z
  .string('Enter a comment.')
  .trim()
  .min(1, 'Enter a comment.')
  .max(commentLimits.characters, `Use at most ${commentLimits.characters.toLocaleString('en')} characters.`)
  // oxlint-disable-next-line no-control-regex -- finding them is the point; lines may be broken
  .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text), 'Remove control characters.');

const mentions = z
  .array(id)
  .max(commentLimits.mentions, `Mention at most ${commentLimits.mentions} people.`)
  .default([])
  .transform((ids) => [...new Set(ids)]);

/** The comments on one template that a campaign is made of. */
const commentedTemplate = z.object({ id, name: z.string(), threads: z.array(commentThread) });

export const templateCommentsRoutes = {
  list: route({
    id: 'template-comments.list',
    method: 'GET',
    path: '/api/templates/:id/comments',
    summary: 'Comments on a template and its blocks, by thread, oldest first',
    permission: 'templates:read',
    params: idParams,
    response: z.object({ threads: z.array(commentThread) }),
  }),
  /** For everyone who may see the campaign, whether or not they may see templates. */
  ofCampaign: route({
    id: 'template-comments.of-campaign',
    method: 'GET',
    path: '/api/campaigns/:id/comments',
    summary: 'Comments on the templates of a campaign: its own first, then those of its variants',
    permission: 'campaigns:read',
    params: idParams,
    response: z.object({ templates: z.array(commentedTemplate) }),
  }),
  /** Answering a resolved thread opens it again. Each member who is mentioned gets one email. */
  create: route({
    id: 'template-comments.create',
    method: 'POST',
    path: '/api/templates/:id/comments',
    summary: 'Comment on a block or on the template as a whole, or answer in a thread',
    permission: 'templates:write',
    params: idParams,
    body: z.object({
      /** Of the first comment of a thread: the block of a visual template it is about. */
      blockId: nodeId.nullable().default(null),
      /** The thread this answers. */
      threadId: id.nullable().default(null),
      body,
      mentions,
    }),
    response: templateComment,
    status: 201,
  }),
  /** Members who were not mentioned before get an email. */
  edit: route({
    id: 'template-comments.edit',
    method: 'PATCH',
    path: '/api/template-comments/:id',
    summary: 'Change what a comment of your own says',
    permission: 'templates:write',
    params: idParams,
    body: z.object({ body, mentions }),
    response: templateComment,
  }),
  members: route({
    id: 'template-comments.members',
    method: 'GET',
    path: '/api/templates/:id/comments/members',
    summary: 'Members who can be mentioned: those who may see templates',
    permission: 'templates:write',
    params: idParams,
    response: z.object({ members: z.array(z.object({ id, name: z.string() })) }),
  }),
  resolve: route({
    id: 'template-comments.resolve',
    method: 'POST',
    path: '/api/template-comments/:id/resolve',
    summary: 'Resolve a thread',
    permission: 'templates:write',
    params: idParams,
  }),
  reopen: route({
    id: 'template-comments.reopen',
    method: 'POST',
    path: '/api/template-comments/:id/reopen',
    summary: 'Reopen a resolved thread',
    permission: 'templates:write',
    params: idParams,
  }),
  delete: route({
    id: 'template-comments.delete',
    method: 'DELETE',
    path: '/api/template-comments/:id',
    summary: 'Delete a comment; with the first of a thread, the whole thread',
    permission: 'templates:write',
    params: idParams,
  }),
  restore: route({
    id: 'template-comments.restore',
    method: 'POST',
    path: '/api/template-comments/:id/restore',
    summary: 'Restore a deleted comment',
    permission: 'templates:write',
    params: idParams,
  }),
};
