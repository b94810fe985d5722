import { afterAll, beforeAll, expect, test } from 'vitest';
import { paymentsRoutes } from '@engagex/domain/payments';
import type { TestMember } from '../../testing/test-api.ts';
import { type Billing, startBilling } from './testing/billing.ts';

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

/** The library asks twice before it gives up. */
const attempts = 2;
const unavailable = { status: 503, problem: { code: 'payments.unavailable' } };
const cuts = ['lost', 'answer_lost'] as const;

/** As if the process that asked had died: its lease is over, and the next one finds the request. */
async function afterwards(owner: TestMember): Promise<void> {
  await billing.api.owner.query(
    `update payment_requests set claimed_until = '-infinity' where organization_id = $1 and state = 'open'`,
    [owner.organizationId],
  );
  await billing.tend(owner);
}

async function requestsOf({ organizationId }: TestMember): Promise<{ kind: string; state: string }[]> {
  const sql = 'select kind, state from payment_requests where organization_id = $1 order by created_at, id';
  return (await billing.api.owner.query<{ kind: string; state: string }>(sql, [organizationId])).rows;
}

async function subscriber(price?: string) {
  const owner = await billing.api.newOrganization();
  const customer = await billing.customerOf(owner);
  const { id } = await billing.subscribe(customer, price ? { items: [{ price }] } : {});
  await billing.tend(owner);
  return { owner, customer, subscription: billing.stripe.world.subscriptions.get(id)! };
}

const customersOf = ({ organizationId }: TestMember) =>
  [...billing.stripe.world.customers.values()].filter(({ metadata }) => metadata['organization_id'] === organizationId);

test.for(cuts)('a customer is created once when the call is cut (%s)', async (kind) => {
  const owner = await billing.api.newOrganization();
  billing.stripe.faults.next('POST /v1/customers', { kind }, attempts);
  await expect(owner.call(paymentsRoutes.checkout, { plan: 'business' })).rejects.toMatchObject(unavailable);
  await expect(owner.call(paymentsRoutes.checkout, { plan: 'business' })).rejects.toMatchObject({
    problem: { code: 'payments.busy' },
  });
  await afterwards(owner);
  await owner.call(paymentsRoutes.checkout, { plan: 'business' });
  expect(customersOf(owner)).toHaveLength(1);
});

test('a customer whose creation nobody noted for longer than a key is kept is found again', async () => {
  const owner = await billing.api.newOrganization();
  billing.stripe.faults.next('POST /v1/customers', { kind: 'answer_lost' }, attempts);
  await expect(owner.call(paymentsRoutes.checkout, { plan: 'business' })).rejects.toMatchObject(unavailable);
  await billing.api.owner.query(
    `update payment_requests set state = 'refused', settled_at = now() where organization_id = $1`,
    [owner.organizationId],
  );
  await owner.call(paymentsRoutes.checkout, { plan: 'business' });
  expect(customersOf(owner)).toHaveLength(1);
});

test.for(cuts)('of checkouts that were cut (%s) at most the last one can be paid', async (kind) => {
  const owner = await billing.api.newOrganization();
  billing.stripe.faults.next('POST /v1/checkout/sessions', { kind }, attempts);
  await expect(owner.call(paymentsRoutes.checkout, { plan: 'business' })).rejects.toMatchObject(unavailable);
  const { url } = await owner.call(paymentsRoutes.checkout, { plan: 'business' });
  const [customer] = customersOf(owner);
  const open = [...billing.stripe.world.checkoutSessions.values()].filter(
    (session) => session.customer === customer?.id && session.status === 'open',
  );
  expect(open.map((session) => session.url)).toEqual([url]);
});

test.for(cuts)('a change of plan is charged once when the call is cut (%s)', async (kind) => {
  const { owner, customer, subscription } = await subscriber();
  const { confirmation } = await owner.call(paymentsRoutes.preview, { plan: 'business' });
  billing.stripe.faults.next(`POST /v1/subscriptions/${subscription.id}`, { kind }, attempts);
  await expect(owner.call(paymentsRoutes.change, { plan: 'business', ...confirmation })).rejects.toMatchObject(
    unavailable,
  );
  expect((await owner.call(paymentsRoutes.get)).isPending).toBe(true);
  await afterwards(owner);
  await afterwards(owner);
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({ plan: { key: 'business' }, isPending: false });
  const charged = [...billing.stripe.world.invoices.values()].filter(
    (invoice) => invoice.customer === customer && invoice.billing_reason === 'subscription_update',
  );
  expect(charged.map(({ amount_paid: paid }) => (paid / 100).toFixed(2))).toEqual([confirmation.amountDue]);
});

test.for(cuts)('a change at the end of the period survives a cut at either of its calls (%s)', async (kind) => {
  for (const call of ['POST /v1/subscription_schedules', 'POST /v1/subscription_schedules/*']) {
    const { owner, customer } = await subscriber(billing.prices.business);
    const { confirmation } = await owner.call(paymentsRoutes.preview, { plan: 'team' });
    billing.stripe.faults.next(call, { kind }, attempts);
    await expect(owner.call(paymentsRoutes.change, { plan: 'team', ...confirmation })).rejects.toMatchObject(
      unavailable,
    );
    await afterwards(owner);
    expect(await owner.call(paymentsRoutes.get)).toMatchObject({ subscription: { next: { plan: { key: 'team' } } } });
    expect([...billing.stripe.world.schedules.values()].filter((each) => each.customer === customer)).toHaveLength(1);
  }
});

test.for(cuts)('a cancellation that was cut (%s) is carried out', async (kind) => {
  const { owner, subscription } = await subscriber();
  billing.stripe.faults.next(`POST /v1/subscriptions/${subscription.id}`, { kind }, attempts);
  await expect(owner.call(paymentsRoutes.cancel)).rejects.toMatchObject(unavailable);
  await afterwards(owner);
  expect((await owner.call(paymentsRoutes.get)).subscription?.cancelsAt).not.toBeNull();
  expect(subscription.cancel_at_period_end).toBe(true);
  expect(await requestsOf(owner)).toEqual([{ kind: 'cancel', state: 'done' }]);
});
