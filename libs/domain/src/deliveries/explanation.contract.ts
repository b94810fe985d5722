import { z } from 'zod';
import { comparedAddress, count, id, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { receiptView, settlementView } from '../receipts/index.ts';
import { suppressionReasons } from '../suppressions/index.ts';
import { deliveryStates } from './delivery.state.ts';

/** One hand-over and its outcome, in the server's words. */
export const deliveryAttempt = z.object({
  at: timestamp,
  /** The state of the message afterwards: `pending` means that it was certainly not taken. */
  state: z.enum(deliveryStates),
  response: z.string().nullable(),
  nextAttemptAt: timestamp.nullable(),
  /** Set when it was not a hand-over but a member's decision about an unknown delivery. */
  decision: z.object({ by: z.string(), note: z.string().nullable() }).nullish(),
});
export type DeliveryAttempt = z.output<typeof deliveryAttempt>;

/** What one campaign decided about one person. */
export const deliveryDecision = z.object({
  deliveryId: id,
  campaignId: id,
  campaignName: z.string(),
  launchedAt: timestamp.nullable(),
  /** The address it was decided for, as it was then. */
  address: z.string(),
  state: z.enum(deliveryStates),
  reason: z.string().nullable(),
  /** The earliest time a pending person can get it; null: now. */
  dueAt: timestamp.nullable(),
  /** Held until the campaign comes to this person's stage. */
  isHeld: z.boolean(),
  attempts: z.array(deliveryAttempt),
  /** What was heard of it afterwards, and why it was refused. */
  receipts: z.array(receiptView),
  /** What settled an unknown outcome. */
  settledBy: settlementView.nullable(),
  openedAt: timestamp.nullable(),
  clickedAt: timestamp.nullable(),
});
export type DeliveryDecision = z.output<typeof deliveryDecision>;

/** The state of an address today, whatever campaigns decided earlier. */
export const addressStanding = z.object({
  contact: z
    .object({
      id,
      name: z.string(),
      subscription: z.string(),
      isDeleted: z.boolean(),
      pausedUntil: timestamp.nullable(),
    })
    .nullable(),
  /** Why the address gets nothing, and since when. `note`: what the mail server said of one that bounced, or what a member noted. */
  suppression: z
    .object({ reason: z.enum(suppressionReasons), note: z.string().nullable(), since: timestamp })
    .nullable(),
  /** Campaigns that have this person in their ledger. */
  campaigns: count,
});
export type AddressStanding = z.output<typeof addressStanding>;

const ofAddress = z.object({ email: comparedAddress });

export const explanationRoutes = {
  standing: route({
    id: 'deliveries.standing',
    method: 'GET',
    path: '/api/deliveries/standing',
    summary: 'The contact behind an address, and what keeps mail from it today',
    permission: 'contacts:read',
    query: ofAddress,
    response: addressStanding,
  }),
  decisions: route({
    id: 'deliveries.decisions',
    method: 'GET',
    path: '/api/deliveries/decisions',
    summary: 'Why this person did or did not get each campaign they were in the audience of, newest first',
    permission: 'contacts:read',
    query: pageQuery.extend(ofAddress.shape),
    response: pageOf(deliveryDecision),
  }),
};
