import { z } from 'zod';
import { count, id, idParams, line, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { attributeName } from './attributes.contract.ts';
import { importFields, importLimits, importStatuses, type ImportTarget } from './import.ts';

const attributePrefix = 'attribute:';

/** What a column becomes: a field, or `attribute:<name>`. */
export const importTarget = z
  .custom<ImportTarget>((value) => {
    if (typeof value !== 'string') return false;
    if (value.startsWith(attributePrefix)) return attributeName.safeParse(value.slice(attributePrefix.length)).success;
    return (importFields as readonly string[]).includes(value); // widened: any text may be asked about
  }, 'Choose a field, an attribute or to leave the column out.')
  .meta({ type: 'string' });

const mapping = z
  .array(importTarget)
  .min(1)
  .max(importLimits.columns)
  .superRefine((targets, context) => {
    const used = targets.filter((target) => target !== 'ignore');
    if (!used.includes('email'))
      context.addIssue({ code: 'custom', message: 'Choose which column is the email address.' });
    const twice = used.find((target, index) => used.indexOf(target) !== index);
    if (twice) context.addIssue({ code: 'custom', message: `Two columns become ${twice}. Leave one of them out.` });
  });

export const importView = z.object({
  id,
  fileName: z.string(),
  fileBytes: count,
  status: z.enum(importStatuses),
  /** Rows in the file below its header. */
  rows: count,
  columns: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  mapping: z.array(importTarget),
  groupId: id.nullable(),
  processed: count,
  created: count,
  updated: count,
  unchanged: count,
  rejected: count,
  /** Why nothing was imported, when `failed`. */
  problem: z.string().nullable(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
});
export type ImportView = z.output<typeof importView>;

export const importRejection = z.object({
  /** Line in the file, counted from 1 with the header. */
  line: count,
  reason: z.string(),
  row: z.array(z.string()),
});

export const importsRoutes = {
  list: route({
    id: 'imports.list',
    method: 'GET',
    path: '/api/imports',
    summary: 'Imports, newest first',
    permission: 'contacts:read',
    query: pageQuery,
    response: pageOf(importView),
  }),
  upload: route({
    id: 'imports.upload',
    method: 'POST',
    path: '/api/imports',
    summary: 'Upload a CSV file; it is read and checked, nothing is imported yet',
    permission: 'contacts:write',
    upload: true,
    response: importView,
    status: 201,
  }),
  get: route({
    id: 'imports.get',
    method: 'GET',
    path: '/api/imports/:id',
    summary: 'One import with its progress or result',
    permission: 'contacts:read',
    params: idParams,
    response: importView,
  }),
  start: route({
    id: 'imports.start',
    method: 'POST',
    path: '/api/imports/:id/start',
    summary: 'Start importing with this mapping; everyone in the file joins the group, when one is given',
    permission: 'contacts:write',
    params: idParams,
    body: z.object({ mapping, groupId: id.optional(), newGroupName: line('a name for the group', 100).optional() }),
    response: importView,
    status: 202,
  }),
  cancel: route({
    id: 'imports.cancel',
    method: 'POST',
    path: '/api/imports/:id/cancel',
    summary: 'Cancel an import; nothing of it is kept',
    permission: 'contacts:write',
    params: idParams,
    response: importView,
  }),
  rejections: route({
    id: 'imports.rejections',
    method: 'GET',
    path: '/api/imports/:id/rejections',
    summary: 'The rows that were not imported, and why',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(importRejection),
  }),
  downloadRejections: route({
    id: 'imports.download-rejections',
    method: 'GET',
    path: '/api/imports/:id/rejections.csv',
    summary: 'The same as a CSV file: line, reason, then the columns of the file',
    permission: 'contacts:read',
    params: idParams,
    produces: 'text/csv',
  }),
};
