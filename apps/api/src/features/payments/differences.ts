import type { CustomerState, FetchedSubscription } from '../../ports/payments.ts';
import { priceOf } from './rows-of-state.ts';

export interface StoredSubscription {
  readonly id: string;
  readonly status: string;
  readonly priceId: string;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly cancelsAt: Date | null;
  readonly endedAt: Date | null;
}

export interface StoredInvoice {
  readonly id: string;
  readonly status: string;
  readonly total: number | string;
}

export interface Stored {
  readonly customerId: string;
  readonly subscriptions: readonly StoredSubscription[];
  readonly invoices: readonly StoredInvoice[];
}

/** Where what is stored is not what Stripe says; null for what is not there. */
export interface Difference {
  readonly about: string;
  readonly field: string;
  readonly stored: string | null;
  readonly found: string | null;
}

/** @param found null when Stripe has no such customer any more. */
export function differencesBetween(stored: Stored, found: CustomerState | null): readonly Difference[] {
  if (!found) return [{ about: stored.customerId, field: 'customer', stored: 'present', found: null }];
  return [
    ...pairs(stored.subscriptions, found.subscriptions).flatMap(([id, before, now]) =>
      unlike(id, 'subscription', before && subscriptionFacts(before), now && foundFacts(now)),
    ),
    ...pairs(stored.invoices, found.invoices).flatMap(([id, before, now]) =>
      // A draft may be deleted, and those of a customer that was deleted are listed no more.
      now === null ? [] : unlike(id, 'invoice', before && invoiceFacts(before), invoiceFacts(now)),
    ),
  ];
}

/** Also for people: an operator reads it in the log. */
export function wordsOfDifference({ about, field, stored, found }: Difference): string {
  return `${about} ${field}: ${stored ?? 'nothing'} was stored, Stripe has ${found ?? 'nothing'}`;
}

type Facts = Readonly<Record<string, string | null>>;

function subscriptionFacts(of: Omit<StoredSubscription, 'id'>): Facts {
  return {
    status: of.status,
    price: of.priceId,
    period_start: of.periodStart.toISOString(),
    period_end: of.periodEnd.toISOString(),
    cancels_at: of.cancelsAt?.toISOString() ?? null,
    ended_at: of.endedAt?.toISOString() ?? null,
  };
}

function foundFacts(of: FetchedSubscription): Facts {
  return subscriptionFacts({ ...of, priceId: priceOf(of) });
}

function invoiceFacts({ status, total }: Pick<StoredInvoice, 'status' | 'total'>): Facts {
  return { status, total: String(total) };
}

function unlike(about: string, what: string, stored: Facts | null, found: Facts | null): Difference[] {
  if (!stored || !found) return [{ about, field: what, stored: stored && 'present', found: found && 'present' }];
  return Object.keys(stored).flatMap((field) => {
    const [before = null, now = null] = [stored[field], found[field]];
    return before === now ? [] : [{ about, field, stored: before, found: now }];
  });
}

function pairs<A extends { id: string }, B extends { id: string }>(
  stored: readonly A[],
  found: readonly B[],
): [string, A | null, B | null][] {
  const [before, now] = [new Map(stored.map((each) => [each.id, each])), new Map(found.map((each) => [each.id, each]))];
  return [...new Set([...before.keys(), ...now.keys()])].map((id) => [id, before.get(id) ?? null, now.get(id) ?? null]);
}
