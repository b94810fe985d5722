import { z } from 'zod';
import {
  comparedAddress,
  count,
  id,
  optionalLine,
  pageOf,
  pageQuery,
  route,
  searchText,
  timestamp,
} from '../shared/index.ts';
import { suppressionReasons } from './suppression.ts';

export const suppressionInput = z.object({ address: comparedAddress, note: optionalLine(500) });

export const suppressionView = z.object({
  id,
  /** Null for an erased person, of whom only a hash is left. */
  address: z.string().nullable(),
  reason: z.enum(suppressionReasons),
  note: z.string().nullable(),
  /** The member who added it, when one did. */
  by: z.string().nullable(),
  contactId: id.nullable(),
  createdAt: timestamp,
});
export type SuppressionView = z.output<typeof suppressionView>;

const filter = z.object({ search: searchText, reason: z.enum(suppressionReasons).optional() });

export const suppressionsRoutes = {
  list: route({
    id: 'suppressions.list',
    method: 'GET',
    path: '/api/suppressions',
    summary: 'Addresses that get nothing, newest first; `search` finds the start of an address',
    permission: 'contacts:read',
    query: pageQuery.extend(filter.shape),
    response: pageOf(suppressionView),
  }),
  count: route({
    id: 'suppressions.count',
    method: 'GET',
    path: '/api/suppressions/count',
    summary: 'How many addresses match',
    permission: 'contacts:read',
    query: filter,
    response: z.object({ count }),
  }),
  export: route({
    id: 'suppressions.export',
    method: 'GET',
    path: '/api/suppressions/export.csv',
    summary: 'The list as a CSV file, erased people left out',
    permission: 'contacts:read',
    produces: 'text/csv',
  }),
  create: route({
    id: 'suppressions.create',
    method: 'POST',
    path: '/api/suppressions',
    summary: 'Suppress an address by hand, whether or not it is a contact',
    permission: 'contacts:write',
    body: suppressionInput,
    response: suppressionView,
    status: 201,
  }),
  import: route({
    id: 'suppressions.import',
    method: 'POST',
    path: '/api/suppressions/import',
    summary: 'Suppress every address of a CSV file; the first column named like an address counts, or the first one',
    permission: 'contacts:write',
    upload: true,
    response: z.object({ rows: count, added: count, present: count, rejected: count }),
  }),
  remove: route({
    id: 'suppressions.remove',
    method: 'DELETE',
    path: '/api/suppressions/:id',
    summary: 'Let an address get messages again; one that complained only with `despite=complaint`',
    permission: 'contacts:write',
    params: z.object({ id }),
    query: z.object({ despite: z.enum(['complaint']).optional() }),
  }),
};
