import { expect } from 'vitest';
import { templateCommentsRoutes } from '@engagex/domain/template-comments';
import { templatesRoutes } from '@engagex/domain/templates';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const template = async (owner: TestMember) => {
  const content = { name: 'Sale', subject: 'A sale', format: 'html', body: '<p>Hello</p>' } as const;
  return (await owner.call(templatesRoutes.create, content)).id;
};
const commentOn = async (owner: TestMember, id: string) =>
  (await owner.call(templateCommentsRoutes.create, { id, body: 'Shorter, please' })).id;
const comment = async (owner: TestMember) => commentOn(owner, await template(owner));
const resolved = async (owner: TestMember) => {
  const id = await comment(owner);
  await owner.call(templateCommentsRoutes.resolve, { id });
  return id;
};
const entry = inLog('template-comments', 'Sale');

/** What members say about templates. */
export const templateCommentChanges: Changes = {
  'template-comments.create': {
    arrange: template,
    act: commentOn,
    entry: { ...entry, before: null, after: expect.objectContaining({ body: 'Shorter, please' }) },
  },
  'template-comments.edit': {
    arrange: comment,
    act: (owner, id) => owner.call(templateCommentsRoutes.edit, { id, body: 'Longer, please' }),
    entry: {
      ...entry,
      before: { body: 'Shorter, please' },
      after: expect.objectContaining({ body: 'Longer, please' }),
    },
  },
  'template-comments.resolve': {
    arrange: comment,
    act: (owner, id) => owner.call(templateCommentsRoutes.resolve, { id }),
    entry,
  },
  'template-comments.reopen': {
    arrange: resolved,
    act: (owner, id) => owner.call(templateCommentsRoutes.reopen, { id }),
    entry,
  },
  'template-comments.delete': {
    arrange: comment,
    act: (owner, id) => owner.call(templateCommentsRoutes.delete, { id }),
    entry,
  },
  'template-comments.restore': {
    arrange: deleted(comment, '/api/template-comments'),
    act: (owner, id) => owner.call(templateCommentsRoutes.restore, { id }),
    entry,
  },
};
