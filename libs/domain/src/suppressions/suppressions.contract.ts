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
  /** What a member noted, the file it came in, or what the mail server said. */
  note: z.string().nullable(),
  /** The member who added it, when one did. */
  by: z.string().nullable(),
  contactId: id.nullable(),
  createdAt: timestamp,
});
export type SuppressionView = z.output<typeof suppressionView>;

/** A row of a file without an address that can be suppressed. */
const rejectedAddress = z.object({
  /** Line in the file, counted from 1. */
  line: count,
  reason: z.string(),
  /** What is there instead of the address. */
  cell: z.string(),
});
export type RejectedAddress = z.output<typeof rejectedAddress>;

/** The outcome of every row of a file: added, present, repeated, blank and rejected ones are all of them. */
export const suppressionImport = z.object({
  rows: count,
  added: count,
  /** Addresses that were on the list already. */
  present: count,
  /** Rows with an address that is above them in the file. */
  repeated: count,
  blank: count,
  rejected: count,
  rejections: z.array(rejectedAddress),
});
export type SuppressionImport = z.output<typeof suppressionImport>;

const filter = z.object({ search: searchText, reason: z.enum(suppressionReasons).optional() });

export const suppressionsRoutes = {
  list: route({
    id: 'suppressions.list',
    method: 'GET',
    path: '/api/suppressions',
    summary: 'Suppressed addresses, newest first; `search` finds the start of an address',
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
    summary: 'The list as a CSV file, without erased people',
    permission: 'contacts:read',
    produces: 'text/csv',
  }),
  create: route({
    id: 'suppressions.create',
    method: 'POST',
    path: '/api/suppressions',
    summary: 'Suppress an address, whether or not it belongs to a contact',
    permission: 'contacts:write',
    body: suppressionInput,
    response: suppressionView,
    status: 201,
  }),
  import: route({
    id: 'suppressions.import',
    method: 'POST',
    path: '/api/suppressions/import',
    summary:
      'Suppress every address in a CSV or Excel (.xlsx) file; uses the column that is named like an address or contains addresses, or the first one',
    permission: 'contacts:write',
    upload: true,
    response: suppressionImport,
  }),
  remove: route({
    id: 'suppressions.remove',
    method: 'DELETE',
    path: '/api/suppressions/:id',
    summary: 'Stop suppressing an address; one that complained needs `despite=complaint`',
    permission: 'contacts:write',
    params: z.object({ id }),
    query: z.object({ despite: z.enum(['complaint']).optional() }),
  }),
};
