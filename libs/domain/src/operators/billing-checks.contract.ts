import { z } from 'zod';
import { count, id, route, timestamp } from '../shared/index.ts';
import { meters } from '../usage/index.ts';

/** How many of each kind are listed. */
export const mostBillingChecks = 100;

const organization = z.object({ id, name: z.string() });

/** What was stored of Stripe was not what Stripe has. It was mended as it was found. */
const drift = z.object({
  id,
  organization,
  /** The ID of a customer, subscription or invoice in Stripe. */
  about: z.string(),
  field: z.string(),
  stored: z.string().nullable(),
  found: z.string().nullable(),
  foundAt: timestamp,
});

/** Ledger, meter and invoice did not come to the same. */
const difference = z.object({
  id,
  organization,
  meter: z.enum(meters),
  /** Null for hours that are in no invoice. */
  invoiceId: z.string().nullable(),
  from: timestamp,
  until: timestamp,
  /** What each of them came to: entries, frozen hours, the meter, the invoice. */
  entered: count,
  frozen: count,
  counted: z.number(),
  invoiced: z.number().nullable(),
  foundAt: timestamp,
  /** When they came to the same again. */
  settledAt: timestamp.nullable(),
});

const notTaken = z.object({
  organization,
  meter: z.enum(meters),
  /** `refused` by the meter; `too_late` to be reported; `pending` for more than a day. */
  state: z.enum(['refused', 'too_late', 'pending']),
  hours: count,
  total: count,
  firstHour: timestamp,
  lastHour: timestamp,
  /** What was answered last, in words. */
  answer: z.string().nullable(),
});

const meterError = z.object({
  id: z.string(),
  meterId: z.string().nullable(),
  /** How many reports it is about, and in which words; empty until Stripe was asked. */
  errors: z.array(z.object({ code: z.string(), count, words: z.string().nullable() })),
  at: timestamp,
});

const heldDeletion = z.object({ organization, dueAt: timestamp });

const billingChecks = z.object({
  drifts: z.array(drift),
  differences: z.array(difference),
  notTaken: z.array(notTaken),
  meterErrors: z.array(meterError),
  /** Organizations that are not deleted before their subscription at Stripe has ended. */
  heldDeletions: z.array(heldDeletion),
});
billingChecks.register(z.globalRegistry, { id: 'BillingChecks' });
export type BillingChecks = z.output<typeof billingChecks>;

export const billingChecksRoutes = {
  get: route({
    id: 'operators.billing-checks',
    method: 'GET',
    path: '/api/operator/billing-checks',
    summary: 'What the nightly comparisons found, usage that Stripe has not taken, and deletions that wait',
    permission: 'operator',
    response: billingChecks,
  }),
};
