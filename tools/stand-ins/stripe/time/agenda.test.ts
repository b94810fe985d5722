import type { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chanceOf, seed } from '../../../../apps/api/src/testing/chance.ts';
import { at, monthly, startWithClient } from '../testing/client.ts';
import type { Timed } from '../world/world.ts';
import { clockOf, nextDue } from './agenda.ts';
import { dueOf } from './due.ts';
import { Heap } from './heap.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient({ customersPerClock: 100 }));
});
afterAll(() => stripe.stop());

const chance = chanceOf('agenda');

/** As the index must have it: by looking at everything there is. */
function earliestOf(clock: string | null): number | null {
  const { schedules, invoices, subscriptions, checkoutSessions } = stripe.world;
  const all: Timed[] = [schedules, invoices, subscriptions, checkoutSessions].flatMap((table) => [...table.values()]);
  const times = all.filter((row) => clockOf(row) === clock).flatMap((row) => dueOf(stripe.world, row)?.at ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

it('gives back what was put in, in order', () => {
  const heap = new Heap<number>((one, other) => one < other);
  const numbers = Array.from({ length: 200 }, () => chance.between(0, 50));
  for (const number of numbers) heap.push(number);
  const taken: number[] = [];
  for (let first = heap.first; first !== undefined; first = heap.first) {
    taken.push(first);
    heap.drop();
  }
  expect(taken).toEqual(numbers.toSorted((one, other) => one - other));
});

it(`names what is due next on each clock whatever was done before (seed ${seed})`, async () => {
  const [one, other] = [await monthly(client, 1_000), await monthly(client, 2_000)];
  const clocks = await Promise.all(
    ['2024-01-29T10:00:00Z', '2024-01-31T10:00:00Z'].map((iso) =>
      client.testHelpers.testClocks.create({ frozen_time: at(iso) }),
    ),
  );
  const customers: string[] = [];
  const ways: readonly (() => Promise<unknown>)[] = [
    async () => {
      const clock = chance.oneOf([undefined, ...clocks])?.id;
      const card = chance.oneOf(['pm_card_visa', 'pm_card_chargeCustomerFail']);
      const { id } = await client.customers.create({
        payment_method: card,
        invoice_settings: { default_payment_method: card },
        ...(clock && { test_clock: clock }),
      });
      customers.push(id);
    },
    () =>
      client.subscriptions.create({
        customer: chosen(customers),
        items: [{ price: one.id }],
        ...(chance() < 0.4 && { trial_period_days: chance.between(1, 9) }),
      }),
    () => client.subscriptions.update(anySubscription(), { items: [{ price: other.id }] }),
    () => client.subscriptions.update(anySubscription(), { cancel_at_period_end: chance() < 0.5 }),
    () => client.subscriptions.update(anySubscription(), { trial_end: 'now' }),
    () => client.subscriptions.cancel(anySubscription()),
    () => client.subscriptionSchedules.create({ from_subscription: anySubscription() }),
    () => client.subscriptionSchedules.release(chosen([...stripe.world.schedules.keys()])),
    () => client.invoices.pay(chosen([...stripe.world.invoices.keys()])),
    () => client.invoices.voidInvoice(chosen([...stripe.world.invoices.keys()])),
    () => client.customers.del(chosen(customers)),
    () =>
      client.checkout.sessions.create({
        mode: 'subscription',
        customer: chosen(customers),
        line_items: [{ price: one.id, quantity: 1 }],
        success_url: 'https://example.com',
      }),
    () => client.checkout.sessions.expire(chosen([...stripe.world.checkoutSessions.keys()])),
    () => {
      const { id, frozen_time: now } = chance.oneOf(clocks as [(typeof clocks)[0], ...typeof clocks]);
      const current = stripe.world.testClocks.get(id)?.frozen_time ?? now;
      return client.testHelpers.testClocks.advance(id, { frozen_time: current + chance.between(1, 20 * 86_400) });
    },
  ];
  for (let step = 0; step < 300 || stripe.world.invoices.size <= 10; step++) {
    // Most of what is tried is refused in some state, which must not confuse the index either.
    await chance
      .oneOf(ways as [(typeof ways)[0], ...typeof ways])()
      .catch(() => {});
    for (const clock of [null, ...clocks.map(({ id }) => id)])
      expect(nextDue(stripe.world, clock)?.at ?? null, `step ${step}`).toBe(earliestOf(clock));
  }
});

function chosen(from: readonly string[]): string {
  return from[chance.between(0, Math.max(0, from.length - 1))] ?? 'none';
}

function anySubscription(): string {
  return chosen([...stripe.world.subscriptions.keys()]);
}
