import { afterAll, beforeAll, expect, test } from 'vitest';
import { invoicesRoutes, paymentsRoutes } from '@engagex/domain/payments';
import { entriesOf } from '../../testing/audit.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { type Billing, startBilling } from './testing/billing.ts';

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

async function subscriber(more: Parameters<Billing['subscribe']>[1] = {}) {
  const owner = await billing.api.newOrganization();
  const customer = await billing.customerOf(owner);
  const { id } = await billing.subscribe(customer, more);
  await billing.tend(owner);
  return { owner, customer, subscription: billing.stripe.world.subscriptions.get(id)! };
}

const actions = async ({ organizationId }: TestMember) =>
  (await entriesOf(billing.api.owner, organizationId)).map(({ action }) => action);

/** The session of Stripe's page that the owner was sent to. */
function sessionAt(url: string) {
  return [...billing.stripe.world.checkoutSessions.values()].find((session) => session.url === url)!;
}

test('an owner subscribes by a checkout, which expires the one that was open, and a trial is given once', async () => {
  const owner = await billing.api.newOrganization();
  const checkout = async () => sessionAt((await owner.call(paymentsRoutes.checkout, { plan: 'team' })).url);
  const left = await checkout();
  const paid = await checkout();
  expect([left.status, paid.status]).toEqual(['expired', 'open']);
  expect(paid.customer).toBe(left.customer);
  expect(paid.custom_text.submit?.message).toMatch(/once for each organization and card/);
  expect(paid.success_url).toBe(
    `${billing.api.config.PUBLIC_URL}/o/${owner.organizationId}/settings/billing?checkout=done`,
  );
  billing.stripe.completeCheckout(paid.id);
  const overview = await owner.call(paymentsRoutes.refresh);
  expect(overview).toMatchObject({
    plan: { key: 'team' },
    subscription: { status: 'trialing', trialEnd: expect.stringMatching(/:00:00\.000Z$/) },
    trial: 'used',
  });
  await expect(owner.call(paymentsRoutes.checkout, { plan: 'business' })).rejects.toMatchObject({
    problem: { code: 'payments.subscribed' },
  });
  const [subscription] = [...billing.stripe.world.subscriptions.values()].filter(
    ({ customer }) => customer === paid.customer,
  );
  await billing.client.subscriptions.cancel(subscription!.id);
  const again = await checkout();
  expect(again.custom_text.submit).toBeNull();
  expect(again.customer).toBe(paid.customer);
  billing.stripe.completeCheckout(again.id);
  expect((await owner.call(paymentsRoutes.refresh)).subscription?.status).toBe('active');
  expect(
    [...billing.stripe.world.customers.values()].filter(
      ({ metadata }) => metadata['organization_id'] === owner.organizationId,
    ),
  ).toHaveLength(1);
  expect(await actions(owner)).toEqual(Array(3).fill('payments.checkout'));
});

test('what a preview says is exactly what is charged', async () => {
  const { owner, subscription } = await subscriber();
  const preview = await owner.call(paymentsRoutes.preview, { plan: 'business' });
  expect(preview).toMatchObject({
    plan: { key: 'business' },
    when: 'now',
    now: { currency: 'EUR', lines: [{ isProration: true }, { isProration: true }] },
    next: { total: '99.00' },
  });
  const overview = await owner.call(paymentsRoutes.change, { plan: 'business', ...preview.confirmation });
  expect(overview).toMatchObject({ plan: { key: 'business' }, subscription: { amount: '99.00' } });
  expect(subscription.items.data).toHaveLength(1);
  const { items } = await owner.call(invoicesRoutes.list, {}); // both may be of the same second
  const latest = items.find(({ total }) => total === preview.now.total);
  expect(latest).toMatchObject({ status: 'paid', amountPaid: preview.now.amountDue });
  const { lines } = await owner.call(invoicesRoutes.get, { id: latest!.id });
  expect(lines.map(({ amount }) => amount)).toEqual(preview.now.lines.map(({ amount }) => amount));
  expect(await actions(owner)).toEqual(['payments.change']);
});

test('a preview that no longer holds charges nothing', async () => {
  const { owner, subscription } = await subscriber();
  const { confirmation } = await owner.call(paymentsRoutes.preview, { plan: 'business' });
  const change = (more: object) => owner.call(paymentsRoutes.change, { plan: 'business', ...confirmation, ...more });
  const outdated = { status: 409, problem: { code: 'payments.preview-outdated' } };
  await expect(change({ prorationDate: confirmation.prorationDate - 601 })).rejects.toMatchObject(outdated);
  await expect(change({ prorationDate: confirmation.prorationDate + 3_600 })).rejects.toMatchObject(outdated);
  await expect(change({ amountDue: '0.01' })).rejects.toMatchObject(outdated);
  await expect(change({ version: 'x' })).rejects.toMatchObject(outdated);
  const [item] = subscription.items.data;
  await billing.client.subscriptions.update(subscription.id, {
    items: [{ id: item!.id, quantity: 2 }],
    proration_behavior: 'none',
  });
  await expect(change({})).rejects.toMatchObject(outdated);
  expect(subscription.items.data.map(({ price }) => price.id)).toEqual([billing.prices.team]);
  expect(
    (await owner.call(invoicesRoutes.list, {})).items.filter(({ total }) => total !== '49.00' && total !== '0.00'),
  ).toEqual([]);
});

test('a payment that is declined changes nothing and says what to do', async () => {
  const { owner, customer, subscription } = await subscriber();
  const { confirmation } = await owner.call(paymentsRoutes.preview, { plan: 'business' });
  billing.stripe.decline(customer);
  await expect(owner.call(paymentsRoutes.change, { plan: 'business', ...confirmation })).rejects.toMatchObject({
    status: 409,
    problem: {
      code: 'payments.declined',
      detail: expect.stringMatching(/nothing was changed. Update the payment method/),
    },
  });
  expect(subscription.items.data.map(({ price }) => price.id)).toEqual([billing.prices.team]);
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({ plan: { key: 'team' }, isPending: false });
});

test('a cheaper plan begins with the next period, is shown until then, and can be revoked', async () => {
  const { owner, subscription } = await subscriber({ items: [{ price: billing.prices.business }] });
  const preview = await owner.call(paymentsRoutes.preview, { plan: 'team' });
  expect(preview).toMatchObject({
    when: 'period_end',
    now: { amountDue: '0.00', lines: [] },
    next: { total: '49.00' },
  });
  const changed = await owner.call(paymentsRoutes.change, { plan: 'team', ...preview.confirmation });
  expect(changed).toMatchObject({
    plan: { key: 'business' },
    subscription: { plan: { key: 'business' }, next: { plan: { key: 'team' }, at: preview.at } },
  });
  expect((await owner.call(invoicesRoutes.list, {})).items).toHaveLength(1);
  const kept = await owner.call(paymentsRoutes.keep);
  expect(kept.subscription).toMatchObject({ plan: { key: 'business' }, next: null });
  expect(subscription.items.data.map(({ price }) => price.id)).toEqual([billing.prices.business]);
  await owner.call(paymentsRoutes.change, {
    plan: 'team',
    ...(await owner.call(paymentsRoutes.preview, { plan: 'team' })).confirmation,
  });
  expect((await owner.call(paymentsRoutes.cancel)).subscription).toMatchObject({
    next: null,
    cancelsAt: expect.any(String),
  });
  expect(await actions(owner)).toEqual(['payments.change', 'payments.keep', 'payments.change', 'payments.cancel']);
});

test('a subscription is cancelled with its period, and resumed until then', async () => {
  const { owner, subscription } = await subscriber();
  const { subscription: cancelled } = await owner.call(paymentsRoutes.cancel);
  expect(cancelled?.cancelsAt).toBe(cancelled?.periodEnd);
  expect(subscription.cancel_at_period_end).toBe(true);
  await expect(owner.call(paymentsRoutes.preview, { plan: 'business' })).rejects.toMatchObject({
    problem: { code: 'payments.cancelled' },
  });
  await owner.call(paymentsRoutes.cancel); // twice is fine
  expect((await owner.call(paymentsRoutes.resume)).subscription).toMatchObject({ status: 'active', cancelsAt: null });
  expect(await actions(owner)).toEqual(['payments.cancel', 'payments.resume']);
});

test('where Stripe does not answer, owners see what is stored and that nothing was changed', async () => {
  const { owner } = await subscriber();
  billing.stripe.faults.next('GET /v1/customers/*', { kind: 'status', status: 503 }, 2);
  await expect(owner.call(paymentsRoutes.refresh)).rejects.toMatchObject({
    status: 503,
    problem: { code: 'payments.unavailable' },
  });
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({
    plan: { key: 'team' },
    subscription: { status: 'active' },
  });
  expect((await owner.call(paymentsRoutes.refresh)).subscription?.status).toBe('active');
});

test('the payment method is changed on Stripe’s page, which leads back', async () => {
  const { owner } = await subscriber();
  const { url } = await owner.call(paymentsRoutes.portal);
  expect(url).toMatch(/^http/);
  const other = await billing.api.newOrganization();
  await expect(other.call(paymentsRoutes.portal)).rejects.toMatchObject({ status: 404 });
});

test('a plan that is not sold, and one that is subscribed to already, are refused in words', async () => {
  const { owner } = await subscriber();
  const preview = (plan: string) => owner.call(paymentsRoutes.preview, { plan });
  await expect(preview('free')).rejects.toMatchObject({ problem: { code: 'plan.not-sold' } });
  await expect(preview('nothing')).rejects.toMatchObject({ problem: { code: 'plan.not-sold' } });
  await expect(preview('team')).rejects.toMatchObject({ problem: { code: 'payments.same-plan' } });
});
