import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { contactFilter } from './contact-filter.ts';

/** `done` is there to be downloaded, `expired` no longer. */
export const exportStatuses = ['queued', 'running', 'done', 'failed', 'expired'] as const;
export type ExportStatus = (typeof exportStatuses)[number];

/** What a file of contacts can be. */
export const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How long a file can be downloaded, and how many contacts may be named one by one or stand on a sheet of Excel. */
export const exportLimits = { hours: 24, selected: 10_000, sheetRows: 1_048_575 } as const;

const exportFilter = contactFilter.extend({
  contactIds: z.array(id).min(1).max(exportLimits.selected).optional(),
});
export type ExportFilter = z.output<typeof exportFilter>;

export const exportView = z.object({
  id,
  fileName: z.string(),
  format: z.enum(exportFormats),
  status: z.enum(exportStatuses),
  /** Contacts that matched when it was asked for. */
  total: count,
  rows: count,
  fileBytes: count,
  problem: z.string().nullable(),
  expiresAt: timestamp.nullable(),
  createdAt: timestamp,
});
exportView.register(z.globalRegistry, { id: 'Export' });
export type ExportView = z.output<typeof exportView>;

export const exportsRoutes = {
  list: route({
    id: 'exports.list',
    method: 'GET',
    path: '/api/exports',
    summary: 'Exports of contacts, newest first',
    permission: 'contacts:read',
    query: pageQuery,
    response: pageOf(exportView),
  }),
  create: route({
    id: 'exports.create',
    method: 'POST',
    path: '/api/exports',
    summary:
      'Write the contacts that match, or those selected, to a CSV or Excel file; it can be downloaded for 24 hours',
    permission: 'contacts:read',
    body: exportFilter.extend({ format: z.enum(exportFormats).default('csv') }),
    response: exportView,
    status: 202,
  }),
  download: route({
    id: 'exports.download',
    method: 'GET',
    path: '/api/exports/:id/contacts.csv',
    summary: 'The file of a finished export of format csv',
    permission: 'contacts:read',
    params: idParams,
    produces: 'text/csv',
  }),
  downloadWorkbook: route({
    id: 'exports.download-workbook',
    method: 'GET',
    path: '/api/exports/:id/contacts.xlsx',
    summary: 'The file of a finished export of format xlsx',
    permission: 'contacts:read',
    params: idParams,
    produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  }),
};
