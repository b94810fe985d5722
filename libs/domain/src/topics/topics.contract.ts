import { z } from 'zod';
import { id, idParams, line, route, timestamp, version } from '../shared/index.ts';

/** What people may be written about; each says which of them they want. */
export const topicInput = z.object({
  name: line('a name for the topic', 100),
  description: z.string().trim().max(300, 'Use at most 300 characters.').default(''),
});

export const topicView = z.object({
  id,
  name: z.string(),
  /** For the people who choose: what they get, and how often. */
  description: z.string(),
  /** What a campaign without a topic is about; exactly one is. */
  isDefault: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
topicView.register(z.globalRegistry, { id: 'Topic' });
export type TopicView = z.output<typeof topicView>;

export const topicsRoutes = {
  list: route({
    id: 'topics.list',
    method: 'GET',
    path: '/api/topics',
    summary: 'All topics, in the order people see them',
    permission: 'contacts:read',
    response: z.object({ items: z.array(topicView) }),
  }),
  create: route({
    id: 'topics.create',
    method: 'POST',
    path: '/api/topics',
    summary: 'Create a topic; people get it until they opt out',
    permission: 'contacts:write',
    body: topicInput,
    response: topicView,
    status: 201,
  }),
  update: route({
    id: 'topics.update',
    method: 'PATCH',
    path: '/api/topics/:id',
    summary: 'Change the name or description of a topic',
    permission: 'contacts:write',
    params: idParams,
    body: topicInput.partial().extend({ version }),
    response: topicView,
  }),
  makeDefault: route({
    id: 'topics.make-default',
    method: 'POST',
    path: '/api/topics/:id/make-default',
    summary: 'Make a topic the default for campaigns without one',
    permission: 'contacts:write',
    params: idParams,
    response: topicView,
  }),
  delete: route({
    id: 'topics.delete',
    method: 'DELETE',
    path: '/api/topics/:id',
    summary: 'Delete a topic; people’s preferences for it are kept, and it can be restored',
    permission: 'contacts:write',
    params: idParams,
  }),
  restore: route({
    id: 'topics.restore',
    method: 'POST',
    path: '/api/topics/:id/restore',
    summary: 'Restore a deleted topic with people’s preferences for it',
    permission: 'contacts:write',
    params: idParams,
    response: topicView,
  }),
};
