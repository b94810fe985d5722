import { z } from 'zod';
import { variantName } from '../campaigns/first-stage.ts';
import { hitReasons } from '../engagements/index.ts';
import { count, id, idParams, pageOf, pageQuery, route, searchText, timestamp } from '../shared/index.ts';
import { deliveryStates, failReasons, skipReasons } from './delivery.state.ts';
import { ledger } from './ledger.ts';

export const deliveryView = z.object({
  id,
  contactId: id,
  address: z.string(),
  state: z.enum(deliveryStates),
  /** Why it was skipped or failed, as a code; the server's own words are in `response`. */
  reason: z.string().nullable(),
  response: z.string().nullable(),
  attempts: count,
  nextAttemptAt: timestamp.nullable(),
  acceptedAt: timestamp.nullable(),
  updatedAt: timestamp,
  /** When this person first did it; null when they did not. Hits of scanners are nobody's. */
  openedAt: timestamp.nullable(),
  clickedAt: timestamp.nullable(),
  unsubscribedAt: timestamp.nullable(),
  /** When the message was permanently rejected, or came back. */
  bouncedAt: timestamp.nullable(),
  /** The links they followed, and when first. */
  links: z.array(z.object({ url: z.string(), at: timestamp })),
  /** Opens and clicks that were no person's, each with what speaks against it, and when first. Not in the CSV file. */
  machines: z.array(z.object({ kind: z.enum(['open', 'click']), reasons: z.array(z.enum(hitReasons)), at: timestamp })),
  /** The variant of the campaign they get; null when it has none, or none was chosen for them yet. */
  variant: z.string().nullable(),
  /** Whether they wait for a decision about the campaign. */
  held: z.boolean(),
});
deliveryView.register(z.globalRegistry, { id: 'Delivery' });
export type DeliveryView = z.output<typeof deliveryView>;

/** What people of an audience did, or what happened to their message later; each as the report counts it. */
export const reactions = ['opened', 'clicked', 'unsubscribed', 'bounced'] as const;
export type Reaction = (typeof reactions)[number];

const filter = z.object({
  state: z.enum(deliveryStates).optional(),
  reason: z.enum([...skipReasons, ...failReasons]).optional(),
  did: z.enum(reactions).optional(),
  /** Who followed the link with this position, or another that leads to the same address. */
  link: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  /** Who took part in the test with this variant. */
  variant: variantName.optional(),
  search: searchText,
});
export type DeliveryFilter = z.output<typeof filter>;

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
      'The people in the audience, filtered by state, by reason for skipping or failing, and by engagement; `search` finds the start of an address',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery.extend(filter.shape),
    response: pageOf(deliveryView),
  }),
  export: route({
    id: 'deliveries.export',
    method: 'GET',
    path: '/api/campaigns/:id/deliveries.csv',
    summary: 'The same people as a CSV file',
    permission: 'contacts:read',
    params: idParams,
    query: filter,
    produces: 'text/csv',
  }),
};
