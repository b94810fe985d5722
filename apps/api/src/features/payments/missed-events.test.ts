import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Billing, startBilling } from './testing/billing.ts';
import { MissedEvents } from './missed-events.ts';

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

async function eventsOf(organizationId: string): Promise<Record<string, number>> {
  const { rows } = await billing.api.owner.query<{ source: string; count: number }>(
    'select source, count(*)::int from payment_events where organization_id = $1 group by 1',
    [organizationId],
  );
  return Object.fromEntries(rows.map(({ source, count }) => [source, count]));
}

test('what no webhook told is found by the sweep, once, and the state follows', async () => {
  const owner = await billing.api.newOrganization();
  const customer = await billing.customerOf(owner);
  await billing.tend(owner);
  billing.stripe.webhooks.withhold();
  const { id } = await billing.subscribe(customer);
  await billing.client.subscriptions.update(id, { cancel_at_period_end: true });
  billing.stripe.webhooks.release();
  expect(await billing.tended(owner)).toMatchObject({ plan: { key: 'free' }, subscription: null });

  const missed = billing.stripe.webhooks.waiting().length;
  expect(missed).toBeGreaterThan(5);
  expect(await billing.api.app.get(MissedEvents).fetch()).toBe(missed);
  const { plan, subscription } = await billing.tended(owner);
  expect(plan.key).toBe('team');
  expect(subscription?.cancelsAt).not.toBeNull();
  const found = await eventsOf(owner.organizationId);
  expect(found['sweep']).toBeGreaterThan(5);

  // The next sweep finds the same in Stripe's list, and so does the webhook when it comes after all.
  expect(await billing.api.app.get(MissedEvents).fetch()).toBe(0);
  for (const delivery of billing.stripe.webhooks.waiting()) await billing.stripe.webhooks.send(delivery);
  expect(await eventsOf(owner.organizationId)).toEqual(found);
});
