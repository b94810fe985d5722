import { metersOf, type Plan } from '@engagex/domain/plans';
import type { FetchedInvoice, FetchedSubscription } from '../../ports/payments.ts';

type PlanOf = (priceId: string) => Plan | null;

/** The price that tells the plan: the fixed one, else the first. */
export function priceOf({ items }: Pick<FetchedSubscription, 'items'>): string {
  return (items.find(({ isMetered }) => !isMetered) ?? items[0])?.priceId ?? '';
}

/** As the columns of `subscriptions` are called. */
export function rowOfSubscription(
  from: FetchedSubscription,
  { customerId, isCurrent, planOf }: { customerId: string; isCurrent: boolean; planOf: PlanOf },
) {
  const priceId = priceOf(from);
  const next = from.schedule?.next ?? null;
  const nextPlan = next?.priceIds.map(planOf).find((plan) => plan !== null) ?? null;
  return {
    id: from.id,
    customer_id: customerId,
    status: from.status,
    is_current: isCurrent,
    plan_key: planOf(priceId)?.key ?? null,
    price_id: priceId,
    currency: from.currency,
    amount: from.amount,
    items: from.items,
    anchor: from.anchor,
    period_start: from.periodStart,
    period_end: from.periodEnd,
    trial_start: from.trialStart,
    trial_end: from.trialEnd,
    cancels_at: from.cancelsAt,
    ended_at: from.endedAt,
    schedule_id: from.schedule?.id ?? null,
    next_price_id: next?.priceIds[0] ?? null,
    next_plan_key: nextPlan?.key ?? null,
    next_at: next?.at ?? null,
    created_at: from.createdAt,
  };
}

/** As the columns of `invoices` are called. */
export function rowOfInvoice(from: FetchedInvoice) {
  return {
    id: from.id,
    subscription_id: from.subscriptionId,
    number: from.number,
    status: from.status,
    currency: from.currency,
    subtotal: from.subtotal,
    tax: from.tax,
    total: from.total,
    amount_due: from.amountDue,
    amount_paid: from.amountPaid,
    reason: from.reason,
    attempts: from.attempts,
    next_attempt_at: from.nextAttemptAt,
    period_start: from.periodStart,
    period_end: from.periodEnd,
    created_at: from.createdAt,
    paid_at: from.paidAt,
  };
}

/** As the columns of `invoice_lines` are called. */
export function rowsOfLines({ id, lines }: FetchedInvoice, planOf: PlanOf) {
  return lines.map((line, position) => ({
    invoice_id: id,
    id: line.id,
    position,
    description: line.description.slice(0, 1_000),
    price_id: line.priceId,
    meter: line.priceId === null ? null : meterOf(line.priceId, planOf),
    quantity: line.quantity,
    unit_amount: line.unitAmount,
    amount: line.amount,
    is_proration: line.isProration,
    period_start: line.periodStart,
    period_end: line.periodEnd,
  }));
}

function meterOf(priceId: string, planOf: PlanOf): string | null {
  const meters = metersOf(planOf(priceId)?.price);
  return meters.find(([, { stripePriceId }]) => stripePriceId === priceId)?.[0] ?? null;
}
