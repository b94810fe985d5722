/** What is shown of a change of plan before it is confirmed. */
import { createHash } from 'node:crypto';
import { amountOf, type Charge } from '@engagex/domain/payments';
import type { InvoiceAmounts } from '../../ports/payments.ts';
import type { SubscriptionRow } from './billing-reads.ts';

/** The same as long as a preview of it holds. */
export function versionOf({
  id,
  status,
  items,
  amount,
  periodStart,
  periodEnd,
  cancelsAt,
  scheduleId,
  nextAt,
}: SubscriptionRow): string {
  const facts = [
    id,
    status,
    items.map((item) => [item.id, item.priceId]),
    amount,
    periodStart,
    periodEnd,
    cancelsAt,
    scheduleId,
    nextAt,
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 24);
}

export function nothing({ currency }: InvoiceAmounts): InvoiceAmounts {
  return { currency, subtotal: 0, tax: 0, total: 0, amountDue: 0, lines: [] };
}

export function chargeOf({ currency, lines, ...amounts }: InvoiceAmounts): Charge {
  const text = (minor: number) => amountOf(minor, currency);
  return {
    currency,
    subtotal: text(amounts.subtotal),
    tax: text(amounts.tax),
    total: text(amounts.total),
    amountDue: text(amounts.amountDue),
    lines: lines.map(({ description, amount, periodStart, periodEnd, isProration }) => ({
      description,
      amount: text(amount),
      periodStart: periodStart.toISOString(),
      periodEnd: periodEnd.toISOString(),
      isProration,
    })),
  };
}
