import type { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient({ customersPerClock: 100 }));
});
afterAll(() => stripe.stop());

async function withSchedule() {
  const [small, large] = [await monthly(client, 1000), await monthly(client, 2000)];
  const clock = await client.testHelpers.testClocks.create({ frozen_time: at('2026-01-31T00:00:00Z') });
  const customer = await payer(client, { test_clock: clock.id });
  const { id } = await client.subscriptions.create({ customer: customer.id, items: [{ price: large.id }] });
  const schedule = await client.subscriptionSchedules.create({ from_subscription: id });
  const [phase = expect.fail('There is no phase.')] = schedule.phases;
  return { id, clock: clock.id, small, large, schedule, phase };
}

it('a smaller price comes at the end of the period, without prorations, and the subscription goes on', async () => {
  const { id, clock, small, large, schedule, phase } = await withSchedule();
  expect(phase).toMatchObject({ start_date: at('2026-01-31T00:00:00Z'), end_date: at('2026-02-28T00:00:00Z') });
  await client.subscriptionSchedules.update(schedule.id, {
    end_behavior: 'release',
    phases: [
      { items: [{ price: large.id, quantity: 1 }], start_date: phase.start_date, end_date: phase.end_date },
      { items: [{ price: small.id, quantity: 1 }], duration: { interval: 'month' }, proration_behavior: 'none' },
    ],
  });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-02-27T23:59:59Z') });
  expect((await client.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe(large.id);
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-02-28T02:00:00Z') });
  const subscription = await client.subscriptions.retrieve(id);
  expect(subscription.items.data[0]).toMatchObject({
    price: { id: small.id },
    current_period_end: at('2026-03-31T00:00:00Z'),
  });
  const { data } = await client.invoices.list({ subscription: id });
  expect(data.map(({ amount_paid: amount }) => amount)).toEqual([1000, 2000]);
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-04-01T00:00:00Z') });
  expect(await client.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({
    status: 'released',
    released_subscription: id,
  });
  expect(await client.subscriptions.retrieve(id)).toMatchObject({ status: 'active', schedule: null });
});

it('a subscription with a schedule is not cancelled past it, and is free once the schedule is released', async () => {
  const { id, schedule } = await withSchedule();
  await expect(client.subscriptions.update(id, { cancel_at_period_end: true })).rejects.toMatchObject({
    statusCode: 400,
  });
  await expect(client.subscriptionSchedules.create({ from_subscription: id })).rejects.toMatchObject({
    statusCode: 400,
  });
  await client.subscriptionSchedules.release(schedule.id);
  expect(await client.subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
    cancel_at_period_end: true,
  });
});
