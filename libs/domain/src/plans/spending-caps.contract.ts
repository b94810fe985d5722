import { z } from 'zod';
import { route, timestamp } from '../shared/index.ts';

/** What an owner types, for any currency. */
const amount = z
  .string()
  .trim()
  .regex(/^(0|[1-9]\d{0,8})(\.\d{1,3})?$/, 'Enter an amount, such as 50 or 49.90.');

const cap = z.object({ amount: z.string(), currency: z.string() });

const view = z.object({
  /** ISO 4217, of the plan; null for a plan without a price. */
  currency: z.string().nullable(),
  /** Whether anything in the plan is paid by use. */
  isPaidByUse: z.boolean(),
  cap: cap.nullable(),
  /** On what is paid by use, this month so far, with what is on its way; the price of the plan is not part of it. */
  spent: z.string().nullable(),
  /** What that will come to: eight of ten times between `low` and `high`. Null while too little is known, and without a price. */
  forecast: z.object({ low: z.string(), expected: z.string(), high: z.string() }).nullable(),
  until: timestamp,
});
view.register(z.globalRegistry, { id: 'Spending' });
export type SpendingView = z.output<typeof view>;

export const spendingRoutes = {
  get: route({
    id: 'spending-caps.get',
    method: 'GET',
    path: '/api/plan/spending-cap',
    summary: 'What use beyond what the plan includes costs this month, and the cap on it',
    permission: 'billing:read',
    response: view,
  }),
  setCap: route({
    id: 'spending-caps.update',
    method: 'PUT',
    path: '/api/plan/spending-cap',
    summary:
      'Set the most that is spent in a month on use beyond what the plan includes, in the currency of the plan; null for no cap',
    permission: 'billing:write',
    body: z.object({ amount: amount.nullable() }),
    response: view,
  }),
};
