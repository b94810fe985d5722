/**
 * Everything the stand-in knows: objects as Stripe shows them, kept in memory and changed in place. Whatever happens
 * is recorded as an event.
 */
import { createHash } from 'node:crypto';
import type { Stripe } from 'stripe';
import { missing } from '../protocol/refusal.ts';
import { createEvents } from './events.ts';
import { Owned } from './owned.ts';

export interface WorldOptions {
  /** IDs follow from it, so that a run can be repeated. */
  readonly seed: string;
  /** Seconds since 1970 of everything that no test clock is responsible for. */
  readonly now: () => number;
  /** Where its pages are. */
  readonly url: () => string;
  readonly dunning: Dunning;
  /** As Stripe limits them. */
  readonly customersPerClock: number;
}

/** What becomes of an invoice that cannot be paid; accounts set it up in their dashboard. */
export interface Dunning {
  /** After each failed attempt. */
  readonly retryAfterDays: readonly number[];
  readonly finally: 'cancel' | 'mark_unpaid' | 'leave_past_due';
}

interface Reactions {
  paid: (invoice: Stripe.Invoice) => void;
  paymentFailed: (invoice: Stripe.Invoice) => void;
}

interface Stored {
  readonly id: string;
}

/** What something may happen to by itself as time passes. */
export type Timed = Stripe.Subscription | Stripe.SubscriptionSchedule | Stripe.Invoice | Stripe.Checkout.Session;

export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  let made = 0;
  /** Those that may have changed since somebody looked for what is due. */
  const touched = new Set<Timed>();
  const touch = (row: Timed) => void touched.add(row);
  const tables = {
    customers: new Map<string, Stripe.Customer>(),
    products: new Map<string, Stripe.Product>(),
    prices: new Map<string, Stripe.Price>(),
    paymentMethods: new Map<string, Stripe.PaymentMethod>(),
    paymentIntents: new Owned<Stripe.PaymentIntent>(),
    setupIntents: new Map<string, Stripe.SetupIntent>(),
    charges: new Map<string, Stripe.Charge>(),
    refunds: new Map<string, Stripe.Refund>(),
    subscriptions: new Owned<Stripe.Subscription>(touch),
    schedules: new Owned<Stripe.SubscriptionSchedule>(touch),
    invoices: new Owned<Stripe.Invoice>(touch),
    creditNotes: new Owned<Stripe.CreditNote>(),
    invoiceItems: new Owned<Stripe.InvoiceItem>(),
    coupons: new Map<string, Stripe.Coupon>(),
    promotionCodes: new Map<string, Stripe.PromotionCode>(),
    discounts: new Map<string, Stripe.Discount>(),
    taxRates: new Map<string, Stripe.TaxRate>(),
    checkoutSessions: new Owned<Stripe.Checkout.Session>(touch),
    portalSessions: new Map<string, Stripe.BillingPortal.Session>(),
    portalConfigurations: new Map<string, Stripe.BillingPortal.Configuration>(),
    webhookEndpoints: new Map<string, Stripe.WebhookEndpoint>(),
    testClocks: new Map<string, Stripe.TestHelpers.TestClock>(),
    meters: new Map<string, Stripe.Billing.Meter>(),
  };

  /** Of a customer, or of what belongs to one: by its test clock when it has one. */
  function now(of: { readonly test_clock?: string | { readonly id: string } | null } | null = null): number {
    const clock = of?.test_clock ? tables.testClocks.get(idOf(of.test_clock)) : undefined;
    return clock ? clock.frozen_time : options.now();
  }

  /** Looks like Stripe's; the same again with the same seed. */
  function nextId(prefix: string, length = 24): string {
    made += 1;
    const digest = createHash('sha512').update(`${options.seed} ${made}`).digest('base64');
    return `${prefix}_${digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, length)}`;
  }

  function find(id: string): Stored | null {
    for (const table of Object.values(tables)) {
      const found = table.get(id);
      if (found) return found;
    }
    return null;
  }

  const events = createEvents({ nextId, find });
  /** What subscriptions do when their invoices are paid or not; they say so when the stand-in starts. */
  const reactions: Reactions = { paid: () => undefined, paymentFailed: () => undefined };
  return { ...tables, options, now, nextId, find, events, record: events.record, reactions, touched };
}

/** By the name a refusal has for it. */
export function get<T>(table: ReadonlyMap<string, T>, noun: string, id: string, param?: string): T {
  const found = table.get(id);
  if (!found) throw missing(noun, id, param);
  return found;
}

export function idOf(of: string | { readonly id: string }): string {
  return typeof of === 'string' ? of : of.id;
}

/** Metadata as it is after a change: an empty value takes a name away, an empty text all of it. */
export function changedMetadata(
  known: Readonly<Record<string, string>> | null,
  change: Stripe.Emptyable<Stripe.MetadataParam> | undefined,
): Stripe.Metadata {
  if (change === undefined) return { ...known };
  if (change === '' || change === null) return {};
  const all = { ...known, ...Object.fromEntries(Object.entries(change).map(([name, value]) => [name, String(value)])) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '' && value !== 'null'));
}

/** A parameter that may unset something: what it is afterwards. */
export function changed<T>(known: T | null, change: Stripe.Emptyable<T> | undefined): T | null {
  if (change === undefined) return known;
  return change === '' || change === null ? null : change;
}
