import type { Stripe } from 'stripe';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelNow } from '../../../../../tools/stand-ins/stripe/subscriptions/cancel.ts';
import { createSubscription } from '../../../../../tools/stand-ins/stripe/subscriptions/create.ts';
import { updateSubscription } from '../../../../../tools/stand-ins/stripe/subscriptions/update.ts';
import { signatureOf } from '../../../../../tools/stand-ins/stripe/webhooks/signature.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { sized } from '../../testing/size.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { type Billing, startBilling, webhookSecret } from './testing/billing.ts';

const orders = sized(6, 5_040);
/** How many organizations go through it at the same time. */
const atOnce = 4;
const chance = chanceOf('orders of events');

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
  billing.stripe.webhooks.withhold();
  billing.stripe.world.events.listen(keep);
});
afterAll(() => billing.close());

/** Of each customer, as they happened. */
const eventsOf = new Map<string, Stripe.Event[]>();

function keep(event: Stripe.Event): void {
  const { object } = event.data;
  const customer = 'customer' in object ? object.customer : null;
  if (typeof customer !== 'string') return;
  const own = eventsOf.get(customer);
  if (own) own.push(event);
  else eventsOf.set(customer, [event]);
}

const named = (step: string) => ({ metadata: { step } });

/** What happens to a subscription after it began, one step after the other; it ends while this is told. What is done at Stripe is not asked over HTTP here. */
const life: readonly Stripe.SubscriptionUpdateParams[] = [
  named('one'),
  { cancel_at_period_end: true },
  { cancel_at_period_end: false },
  named('two'),
];

/** Every order of these numbers, as Heap's algorithm has them. */
function* ordersOf(items: number[], size = items.length): Generator<readonly number[]> {
  if (size === 1) return void (yield [...items]);
  for (let n = 0; n < size; n++) {
    yield* ordersOf(items, size - 1);
    const other = size % 2 === 0 ? n : 0;
    [items[other], items[size - 1]] = [items[size - 1]!, items[other]!];
  }
}

async function deliver(event: Stripe.Event): Promise<void> {
  const body = JSON.stringify(event);
  const headers = { 'stripe-signature': signatureOf(body, [webhookSecret], Math.floor(Date.now() / 1_000)) };
  const answer = await fetch(`${billing.api.url}/webhooks/stripe`, { method: 'POST', body, headers });
  expect(answer.status).toBe(200);
}

/** Tells seven events in this order, each twice and the first of them never, while the subscription ends and workers fetch. */
async function liveThrough([dropped, ...order]: readonly number[]): Promise<void> {
  const owner = await billing.api.newOrganization();
  const customer = await billing.customerOf(owner);
  const { world } = billing.stripe;
  const subscription = createSubscription(world, { customer, items: [{ price: billing.prices.team }] });
  const { id } = subscription;
  for (const step of life) updateSubscription(world, step, id);
  const happened = eventsOf.get(customer)!.slice(-6);
  const ended = endSoon(subscription);
  const tell = async (numbers: readonly number[]) => {
    for (const n of numbers) {
      const event = n < happened.length ? happened[n]! : await ended;
      for (let time = 0; time < 2; time++) await deliver(event);
      if (chance() < 0.3) await billing.tend(owner);
    }
  };
  expect(order).not.toContain(dropped);
  await Promise.all([tell(order.slice(0, 3)), billing.tend(owner), ended, billing.tend(owner)]);
  await tell(order.slice(3));
  await billing.tend(owner);
  await expectAsStripeHasIt(owner, id);
}

/** At some moment while the others are told; answers the seventh event, which tells of it. */
async function endSoon(subscription: Stripe.Subscription): Promise<Stripe.Event> {
  for (let turn = chance.between(0, 200); turn > 0; turn--) await setImmediate();
  cancelNow(billing.stripe.world, subscription, { reason: 'cancellation_requested' });
  return eventsOf.get(String(subscription.customer))!.at(-1)!;
}

async function expectAsStripeHasIt({ organizationId }: TestMember, id: string): Promise<void> {
  const { rows } = await billing.api.owner.query(
    `select s.status, s.price_id, s.ended_at, s.cancels_at, c.wanted = c.done as "isFetched",
       (select count(*)::int from invoices i where i.organization_id = s.organization_id) as invoices,
       (select count(*)::int from organization_plans p where p.organization_id = s.organization_id) as plans
     from subscriptions s join payment_customers c on c.organization_id = s.organization_id where s.organization_id = $1`,
    [organizationId],
  );
  const { status, items, ended_at: ended, customer } = billing.stripe.world.subscriptions.get(id)!;
  const invoices = billing.stripe.world.invoices.of(String(customer));
  expect(status).toBe('canceled');
  expect(rows).toEqual([
    {
      status,
      price_id: items.data[0]?.price.id,
      ended_at: new Date((ended ?? 0) * 1_000),
      cancels_at: null,
      isFetched: true,
      invoices: invoices.length,
      plans: 0,
    },
  ]);
}

test(
  `in ${orders} orders of seven events, each told twice and one never, the state in the end is Stripe's (seed ${seed})`,
  async () => {
    const all = [...ordersOf([0, 1, 2, 3, 4, 5, 6])];
    expect(new Set(all.map(String)).size).toBe(5_040);
    const chosen = Array.from({ length: orders }, (_, n) =>
      orders === all.length ? all[n]! : all[chance.between(0, all.length - 1)]!,
    );
    const waiting = chosen.values();
    const take = async () => {
      for (const order of waiting) await liveThrough(order);
    };
    await Promise.all(Array.from({ length: atOnce }, take));
  },
  60_000 + orders * 500,
);
