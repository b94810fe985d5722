/** The invoices that a change leads to: at once, or with the next period. */
import type { Stripe } from 'stripe';
import { invoiceItemLine, licensedLine } from '../invoices/lines.ts';
import { composeInvoice, draftUntil } from '../invoices/new-invoice.ts';
import { pendingLines } from '../invoices/pending.ts';
import { get, idOf, type World } from '../world/world.ts';
import type { Change } from './change.ts';
import { isMetered } from './items.ts';

/** Null when there is nothing to ask for. */
export function invoiceAtOnce(world: World, change: Change, prorationDate?: number): Stripe.Invoice | null {
  const { after, at, prorations, startsPeriod } = change;
  const licensed = startsPeriod ? after.items.data.filter((item) => !isMetered(item)) : [];
  const lines = [
    ...pendingLines(world, after),
    ...prorations.map((item) => invoiceItemLine(world, item)),
    ...licensed.map((item) =>
      licensedLine(world, after, item, { start: item.current_period_start, end: item.current_period_end }),
    ),
  ];
  if (lines.length === 0) return null;
  const now = world.now(after);
  return composeInvoice(world, {
    customer: get(world.customers, 'customer', idOf(after.customer)),
    subscription: after,
    reason: 'subscription_update',
    currency: after.currency,
    lines,
    at: now,
    finalizesAt: draftUntil(now),
    period: { start: after.items.data[0]?.current_period_start ?? at, end: now },
    ...(prorationDate !== undefined && { prorationDate }),
  });
}
