import { z } from 'zod';
import { exploreQuery, type ExploreQuery } from '../explore/index.ts';
import { id, idParams, line, route, timestamp, version } from '../shared/index.ts';
import { visibilities } from './visibility.ts';

export const savedReportLimits = { nameLength: 100, reports: 500 } as const;

const visibility = z.enum(visibilities);
const name = line('a name', savedReportLimits.nameLength);

export const savedReportInput = z.object({ name, query: exploreQuery, visibility: visibility.default('private') });

export const savedReportView = z.object({
  id,
  name: z.string(),
  query: exploreQuery,
  visibility,
  /** Null when the author is no longer a member. */
  owner: z.object({ id, name: z.string() }).nullable(),
  canChange: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
savedReportView.register(z.globalRegistry, { id: 'SavedReport' });

export interface SavedReportView {
  readonly id: string;
  readonly name: string;
  readonly query: ExploreQuery;
  readonly visibility: z.output<typeof visibility>;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly canChange: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const savedReportsRoutes = {
  list: route({
    id: 'saved-reports.list',
    method: 'GET',
    path: '/api/saved-reports',
    summary: 'Saved reports: yours, and those shared with the organization, by name',
    permission: 'reports:read',
    response: z.object({ items: z.array(savedReportView) }),
  }),
  get: route({
    id: 'saved-reports.get',
    method: 'GET',
    path: '/api/saved-reports/:id',
    summary: 'One saved report',
    permission: 'reports:read',
    params: idParams,
    response: savedReportView,
  }),
  create: route({
    id: 'saved-reports.create',
    method: 'POST',
    path: '/api/saved-reports',
    summary: 'Save a question of Explore under a name; sharing it needs the permission reports:share',
    permission: 'reports:write',
    body: savedReportInput,
    response: savedReportView,
    status: 201,
  }),
  update: route({
    id: 'saved-reports.update',
    method: 'PATCH',
    path: '/api/saved-reports/:id',
    summary: 'Rename it, change its question, share it or stop sharing it',
    permission: 'reports:write',
    params: idParams,
    body: z.object({
      name: name.optional(),
      query: exploreQuery.optional(),
      visibility: visibility.optional(),
      version,
    }),
    response: savedReportView,
  }),
  duplicate: route({
    id: 'saved-reports.duplicate',
    method: 'POST',
    path: '/api/saved-reports/:id/duplicate',
    summary: 'Make a private copy of your own',
    permission: 'reports:write',
    params: idParams,
    response: savedReportView,
    status: 201,
  }),
  delete: route({
    id: 'saved-reports.delete',
    method: 'DELETE',
    path: '/api/saved-reports/:id',
    summary: 'Delete it, unless a dashboard shows it; it can be restored',
    permission: 'reports:write',
    params: idParams,
  }),
  restore: route({
    id: 'saved-reports.restore',
    method: 'POST',
    path: '/api/saved-reports/:id/restore',
    summary: 'Undo its deletion',
    permission: 'reports:write',
    params: idParams,
    response: savedReportView,
  }),
};
