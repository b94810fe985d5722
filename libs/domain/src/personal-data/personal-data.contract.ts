import { z } from 'zod';
import { count, idParams, route, timestamp } from '../shared/index.ts';

const rowsByTable = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));

/** What was erased of a person, as numbers: nothing in it says who it was. */
export const erasureReceipt = z.object({
  erasedAt: timestamp,
  /** Rows deleted or emptied, by table. */
  erased: z.record(z.string(), count),
  /** Rows that stay as they are, by table, for the reasons the documentation gives. */
  kept: z.record(z.string(), count),
});
export type ErasureReceipt = z.output<typeof erasureReceipt>;

export const personalDataRoutes = {
  export: route({
    id: 'personal-data.export',
    method: 'GET',
    path: '/api/contacts/:id/personal-data',
    summary: 'Everything held about one person, by table (GDPR, articles 15 and 20)',
    permission: 'contacts:read',
    params: idParams,
    response: z.object({ exportedAt: timestamp, organization: z.string(), data: rowsByTable }),
  }),
  erase: route({
    id: 'personal-data.erase',
    method: 'POST',
    path: '/api/contacts/:id/erase',
    summary: 'Permanently erase a person; the address stays suppressed as a salted hash (GDPR, article 17)',
    permission: 'contacts:erase',
    params: idParams,
    body: z.object({ address: z.string().trim().max(320) }),
    response: erasureReceipt,
  }),
};
