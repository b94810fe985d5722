import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, searchText, timestamp } from '../shared/index.ts';
import { deliveryStates, failReasons, skipReasons } from './delivery.state.ts';
import { ledger } from './ledger.ts';

export const deliveryView = z.object({
  id,
  contactId: id,
  email: z.string(),
  state: z.enum(deliveryStates),
  /** Why it was skipped or failed, as a code; the server's own words are in `response`. */
  reason: z.string().nullable(),
  response: z.string().nullable(),
  attempts: count,
  nextAttemptAt: timestamp.nullable(),
  acceptedAt: timestamp.nullable(),
  updatedAt: timestamp,
  opened: z.boolean(),
  clicked: z.boolean(),
  /** The variant of the campaign they get; null when it has none, or none was chosen for them yet. */
  variant: z.string().nullable(),
  /** Whether they wait for a decision about the campaign. */
  held: z.boolean(),
});
export type DeliveryView = z.output<typeof deliveryView>;

export const deliveriesRoutes = {
  ledger: route({
    id: 'deliveries.ledger',
    method: 'GET',
    path: '/api/campaigns/:id/ledger',
    summary: 'Where everyone in the audience is; the numbers add up to the audience at every moment',
    permission: 'reports:read',
    params: idParams,
    response: ledger,
  }),
  list: route({
    id: 'deliveries.list',
    method: 'GET',
    path: '/api/campaigns/:id/deliveries',
    summary:
      'The people in the audience, by state and why they were skipped or failed; `search` finds the start of an address',
    permission: 'reports:read',
    params: idParams,
    query: pageQuery.extend({
      state: z.enum(deliveryStates).optional(),
      reason: z.enum([...skipReasons, ...failReasons]).optional(),
      search: searchText,
    }),
    response: pageOf(deliveryView),
  }),
};
