import { z } from 'zod';
import { limits } from '../plans/index.ts';
import { planFeatures, route, timestamp } from '../shared/index.ts';
import { meters } from '../usage/index.ts';
import { subscriptionStatuses } from './subscription-status.ts';

/** How long what a preview says can be confirmed. */
export const previewMinutes = 10;

const amount = z.string().describe('decimal text in the unit of the currency, such as "49.90"');
const namedPlan = z.object({ key: z.string(), name: z.string() });

const subscription = z.object({
  status: z.enum(subscriptionStatuses),
  /** Null when no plan of this installation has its price any more. */
  plan: namedPlan.nullable(),
  /** Of a month; null where it is not a fixed amount. */
  amount: amount.nullable(),
  currency: z.string(),
  periodStart: timestamp,
  periodEnd: timestamp,
  trialEnd: timestamp.nullable(),
  /** It was cancelled, and goes on until then. */
  cancelsAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  /** The plan that it changes to, and when. */
  next: z.object({ plan: namedPlan.nullable(), at: timestamp }).nullable(),
});
export type Subscription = z.output<typeof subscription>;

const paymentMethod = z.object({
  /** A brand of cards, or the kind of another method, as Stripe names them: visa, sepa_debit. */
  brand: z.string(),
  last4: z.string().nullable(),
  expMonth: z.int().nullable(),
  expYear: z.int().nullable(),
});
export type PaymentMethod = z.output<typeof paymentMethod>;

const choice = namedPlan.extend({
  description: z.string().nullable(),
  /** Of a month; null for one without a price. */
  amount: amount.nullable(),
  currency: z.string().nullable(),
  trialDays: z.int().nullable(),
  /** How much it has of what; any number of what is not named. */
  limits,
  /** What is used beyond that costs so much for each `per`. */
  beyond: z.array(z.object({ meter: z.enum(meters), unitAmount: amount, per: z.int() })),
  /** What it leaves out. */
  missing: z.array(z.enum(planFeatures)),
  /**
   * How the organization gets it: it has it; by paying for a first time; at once, charged for the rest of the period; from the next period on;
   * or not at all, since it is not sold here or the operator assigned another.
   */
  by: z.enum(['has_it', 'checkout', 'change_now', 'change_at_period_end', 'cancel', 'none']),
});
export type PlanChoice = z.output<typeof choice>;

const overview = z.object({
  /** The plan that holds now. */
  plan: namedPlan,
  /** An operator has given it to the organization: nothing is charged for it. */
  isAssigned: z.boolean(),
  /** What pays for it, or paid last. */
  subscription: subscription.nullable(),
  paymentMethod: paymentMethod.nullable(),
  /** An invoice whose payment failed. */
  failed: z
    .object({ invoiceId: z.string(), amount, currency: z.string(), nextAttemptAt: timestamp.nullable() })
    .nullable(),
  /** Whether a trial is still to be had: one for each organization. */
  trial: z.enum(['available', 'used']),
  plans: z.array(choice),
  /** When Stripe was asked last; null when it never was. */
  asOf: timestamp.nullable(),
  /** Something asked for is still being carried out. */
  isPending: z.boolean(),
});
overview.register(z.globalRegistry, { id: 'Payments' });
export type PaymentsOverview = z.output<typeof overview>;

const line = z.object({
  description: z.string(),
  amount,
  periodStart: timestamp,
  periodEnd: timestamp,
  /** For a part of a period: charged, or given back. */
  isProration: z.boolean(),
});

const charge = z.object({
  currency: z.string(),
  subtotal: amount,
  tax: amount,
  total: amount,
  /** The total less what the organization has to its credit. */
  amountDue: amount,
  lines: z.array(line),
});
export type Charge = z.output<typeof charge>;

const preview = z.object({
  plan: namedPlan,
  /** When the plan changes. */
  when: z.enum(['now', 'period_end']),
  at: timestamp,
  /** Charged on confirming. */
  now: charge,
  /** The next regular invoice; without metered use that is still to come. */
  next: charge,
  nextAt: timestamp,
  /** Send it back to confirm exactly this. */
  confirmation: z.object({ prorationDate: z.int(), version: z.string(), amountDue: amount }),
});
preview.register(z.globalRegistry, { id: 'PlanChangePreview' });
export type PlanChangePreview = z.output<typeof preview>;

const planKey = z.string('Choose a plan.').min(1, 'Choose a plan.').max(100);
const link = z.object({ url: z.url() });

export const paymentsRoutes = {
  get: route({
    id: 'payments.get',
    method: 'GET',
    path: '/api/payments',
    summary: 'What the organization pays for, how, and the plans it can choose',
    permission: 'billing:read',
    response: overview,
  }),
  refresh: route({
    id: 'payments.refresh',
    method: 'POST',
    path: '/api/payments/refresh',
    summary: 'Ask Stripe what holds now',
    permission: 'billing:read',
    response: overview,
    audited: false,
  }),
  checkout: route({
    id: 'payments.checkout',
    method: 'POST',
    path: '/api/payments/checkout',
    summary: 'Begin paying for a plan: where to go for that',
    permission: 'billing:write',
    body: z.object({ plan: planKey }),
    response: link,
  }),
  portal: route({
    id: 'payments.portal',
    method: 'POST',
    path: '/api/payments/portal',
    summary: 'Where the payment method and the billing address are changed',
    permission: 'billing:write',
    response: link,
    audited: false,
  }),
  preview: route({
    id: 'payments.preview',
    method: 'POST',
    path: '/api/payments/preview',
    summary: 'What changing to another plan charges now, and next',
    permission: 'billing:write',
    body: z.object({ plan: planKey }),
    response: preview,
    reads: true,
  }),
  change: route({
    id: 'payments.change',
    method: 'POST',
    path: '/api/payments/change',
    summary: 'Change the plan as previewed: charges what the preview said, or nothing',
    permission: 'billing:write',
    body: z.object({
      plan: planKey,
      prorationDate: z.int(),
      version: z.string().max(100),
      amountDue: z.string().max(40),
    }),
    response: overview,
  }),
  keep: route({
    id: 'payments.keep',
    method: 'DELETE',
    path: '/api/payments/change',
    summary: 'Keep the plan: revoke a change at the end of the period',
    permission: 'billing:write',
    response: overview,
  }),
  cancel: route({
    id: 'payments.cancel',
    method: 'POST',
    path: '/api/payments/cancellation',
    summary: 'Cancel the subscription at the end of the period',
    permission: 'billing:write',
    response: overview,
  }),
  resume: route({
    id: 'payments.resume',
    method: 'DELETE',
    path: '/api/payments/cancellation',
    summary: 'Revoke the cancellation',
    permission: 'billing:write',
    response: overview,
  }),
};
