import { z } from 'zod';

const item = z.object({ id: z.string(), priceId: z.string(), isMetered: z.boolean() });
const prices = { priceIds: z.array(z.string()), meteredPriceIds: z.array(z.string()) };
const subscriptionId = z.string();

/** What is asked of Stripe, as it is written down before: everything that the question is made of. */
export const intent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create_customer'),
    parameters: z.object({ name: z.string(), email: z.string() }),
  }),
  z.object({
    kind: z.literal('start_checkout'),
    parameters: z.object({
      customerId: z.string(),
      ...prices,
      trialEnd: z.int().nullable(),
      anchor: z.object({ dayOfMonth: z.int(), hour: z.int() }).nullable(),
      message: z.string().nullable(),
      successUrl: z.string(),
      cancelUrl: z.string(),
    }),
  }),
  z.object({
    kind: z.literal('change_plan'),
    parameters: z.object({
      customerId: z.string(),
      subscriptionId,
      scheduleId: z.string().nullable(),
      items: z.array(item),
      ...prices,
      prorationDate: z.int(),
    }),
  }),
  z.object({
    kind: z.literal('schedule_plan'),
    parameters: z.object({ subscriptionId, scheduleId: z.string().nullable(), ...prices }),
  }),
  z.object({ kind: z.literal('keep_plan'), parameters: z.object({ scheduleId: z.string() }) }),
  z.object({
    kind: z.literal('cancel'),
    parameters: z.object({ subscriptionId, scheduleId: z.string().nullable() }),
  }),
  z.object({ kind: z.literal('resume'), parameters: z.object({ subscriptionId }) }),
  z.object({ kind: z.literal('end_trial'), parameters: z.object({ subscriptionId }) }),
  z.object({
    kind: z.literal('end_duplicate'),
    parameters: z.object({ subscriptionId, invoiceId: z.string().nullable() }),
  }),
  z.object({ kind: z.literal('end_everything'), parameters: z.object({ customerId: z.string() }) }),
]);
export type Intent = z.output<typeof intent>;

/** What was answered, and is kept with it. */
export interface IntentResult {
  readonly customerId?: string;
  readonly url?: string;
}
