import { z } from 'zod';
import { count, timestamp } from '../shared/index.ts';

export const eventTotalsLimits = { hours: 366 * 24, usualHours: 30 * 24, names: 50, products: 10 } as const;

/** An exact amount as text, in the currency beside it. */
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

/** What people did in a period, in numbers; all of them are zero where nothing happened. */
export const eventTotals = z.object({
  from: timestamp,
  to: timestamp,
  events: count,
  /** How often each event happened, the most frequent first. */
  byName: z.array(z.object({ name: z.string(), count })),
  /** The events that are not listed. */
  otherNames: z.object({ names: count, count }),
  pageViews: count,
  purchases: count,
  /** Purchases ÷ page views × 100; 0 without page views. */
  conversionRate: z.number().min(0),
  /** Of purchases, by currency, the most used first; without any, zeros in the organization’s currency. */
  amounts: z.array(
    z.object({
      currency: z.string(),
      purchases: count,
      sum: amount,
      average: amount,
      minimum: amount,
      maximum: amount,
    }),
  ),
  /** The product with the most page views. */
  mostViewedProduct: z.object({ productId: z.string(), views: count }).nullable(),
  products: z.array(z.object({ productId: z.string(), views: count })),
});
eventTotals.register(z.globalRegistry, { id: 'EventTotals' });
export type EventTotals = z.output<typeof eventTotals>;
