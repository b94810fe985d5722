import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { contactFilter } from './contact-filter.ts';

export const bulkStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export const bulkKinds = ['add_to_group', 'remove_from_group', 'set_attribute', 'delete', 'restore'] as const;
export type BulkKind = (typeof bulkKinds)[number];

/** At most so many can be named one by one; more are said by a filter. */
export const maxBulkIds = 1_000;

const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['add_to_group', 'remove_from_group']), groupId: id }),
  z.object({
    kind: z.literal('set_attribute'),
    attribute: z.string().max(63),
    /** As text for every type; null unsets it. */
    value: z.string().max(2_000).nullable(),
  }),
  z.object({ kind: z.literal('delete') }),
]);

const who = z.discriminatedUnion('by', [
  z.object({ by: z.literal('ids'), ids: z.array(id).min(1, 'Select somebody.').max(maxBulkIds) }),
  z.object({ by: z.literal('filter'), filter: contactFilter }),
]);

export const bulkActionView = z.object({
  id,
  kind: z.enum(bulkKinds),
  status: z.enum(bulkStatuses),
  groupId: id.nullable(),
  groupName: z.string().nullable(),
  attribute: z.string().nullable(),
  value: z.unknown(),
  /** How many it is about, has been through, and has changed; the others were already so or gone. */
  contacts: count,
  processed: count,
  changed: count,
  problem: z.string().nullable(),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
  /** Until when a deletion can be undone; null when it cannot (any more). */
  undoUntil: timestamp.nullable(),
});
bulkActionView.register(z.globalRegistry, { id: 'BulkAction' });
export type BulkActionView = z.output<typeof bulkActionView>;

export const bulkActionsRoutes = {
  list: route({
    id: 'bulk-actions.list',
    method: 'GET',
    path: '/api/bulk-actions',
    summary: 'Bulk changes, newest first',
    permission: 'contacts:read',
    query: pageQuery,
    response: pageOf(bulkActionView),
  }),
  get: route({
    id: 'bulk-actions.get',
    method: 'GET',
    path: '/api/bulk-actions/:id',
    summary: 'The progress of a bulk change',
    permission: 'contacts:read',
    params: idParams,
    response: bulkActionView,
  }),
  start: route({
    id: 'bulk-actions.start',
    method: 'POST',
    path: '/api/bulk-actions',
    summary: 'Change many contacts: the ones listed, or all that match a filter now',
    permission: 'contacts:write',
    body: z.object({ action, who, expected: z.int().min(0).optional() }),
    response: bulkActionView,
    status: 202,
  }),
  cancel: route({
    id: 'bulk-actions.cancel',
    method: 'POST',
    path: '/api/bulk-actions/:id/cancel',
    summary: 'Cancel a bulk change; changes made so far are kept',
    permission: 'contacts:write',
    params: idParams,
    response: bulkActionView,
  }),
  undo: route({
    id: 'bulk-actions.undo',
    method: 'POST',
    path: '/api/bulk-actions/:id/undo',
    summary: 'Undo a bulk deletion; contacts return with their groups',
    permission: 'contacts:write',
    params: idParams,
    response: bulkActionView,
    status: 202,
  }),
};
