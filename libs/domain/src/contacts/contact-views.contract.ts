import { z } from 'zod';
import { id, idParams, line, route, timestamp, version } from '../shared/index.ts';
import { contactFilter, contactSort } from './contact-filter.ts';

export const contactViewInput = z.object({
  name: line('a name for the view', 100),
  filter: contactFilter.default({ search: undefined, conditions: [] }),
  sort: contactSort,
  /** The columns in their order, as the list names them. */
  columns: z.array(z.string().max(80)).max(60).default([]),
});

export const savedView = z.object({
  id,
  name: z.string(),
  filter: contactFilter,
  sort: z.string(),
  columns: z.array(z.string()),
  createdAt: timestamp,
  updatedAt: timestamp,
});
savedView.register(z.globalRegistry, { id: 'ContactView' });
export type SavedView = z.output<typeof savedView>;

export const contactViewsRoutes = {
  list: route({
    id: 'contact-views.list',
    method: 'GET',
    path: '/api/contact-views',
    summary: 'Saved views of the contacts, by name',
    permission: 'contacts:read',
    response: z.object({ items: z.array(savedView) }),
  }),
  create: route({
    id: 'contact-views.create',
    method: 'POST',
    path: '/api/contact-views',
    summary: 'Save a view: filter, order and columns, for everyone in the organization',
    permission: 'contacts:write',
    body: contactViewInput,
    response: savedView,
    status: 201,
  }),
  update: route({
    id: 'contact-views.update',
    method: 'PATCH',
    path: '/api/contact-views/:id',
    summary: 'Rename a view or change what it shows; fields left out stay as they are',
    permission: 'contacts:write',
    params: idParams,
    body: z.object({
      name: contactViewInput.shape.name.optional(),
      filter: contactFilter.optional(),
      sort: contactSort.unwrap().optional(),
      columns: contactViewInput.shape.columns.unwrap().optional(),
      version,
    }),
    response: savedView,
  }),
  delete: route({
    id: 'contact-views.delete',
    method: 'DELETE',
    path: '/api/contact-views/:id',
    summary: 'Delete a view; it can be restored, and no contact changes',
    permission: 'contacts:write',
    params: idParams,
  }),
  restore: route({
    id: 'contact-views.restore',
    method: 'POST',
    path: '/api/contact-views/:id/restore',
    summary: 'Restore a deleted view',
    permission: 'contacts:write',
    params: idParams,
    response: savedView,
  }),
};
