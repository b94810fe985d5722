import { afterAll, beforeAll, expect, test } from 'vitest';
import { invoicesRoutes, paymentsRoutes } from '@engagex/domain/payments';
import type { TestMember } from '../../testing/test-api.ts';
import { type Billing, startBilling } from './testing/billing.ts';

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling({ isMetered: true, settings: { STRIPE_TAX: 'true' } });
});
afterAll(() => billing.close());

/** Goes to Stripe's page and pays there, from this country. */
async function pay(owner: TestMember, plan: string, country: string) {
  const { url } = await owner.call(paymentsRoutes.checkout, { plan });
  const session = [...billing.stripe.world.checkoutSessions.values()].find((each) => each.url === url)!;
  billing.stripe.completeCheckout(session.id, { card: 'pm_card_visa', country });
  await owner.call(paymentsRoutes.refresh);
  const { items } = await owner.call(invoicesRoutes.list);
  return { session, invoice: await owner.call(invoicesRoutes.get, { id: items[0]?.id ?? '' }) };
}

test('the first invoice of a plan without meters is for a whole month at its price, and taxes beside it', async () => {
  const owner = await billing.api.newOrganization();
  const { session, invoice } = await pay(owner, 'business', 'DE');
  expect(session.custom_text.submit).toBeNull();
  expect(invoice).toMatchObject({ subtotal: '99.00', tax: '18.81', total: '117.81', status: 'paid' });
  const { subscription } = await owner.call(paymentsRoutes.get);
  const [start, end] = [subscription?.periodStart, subscription?.periodEnd];
  expect(end?.slice(11)).toBe(start?.slice(11));
});

test('the first period of a metered plan ends on a whole hour, which the checkout says, and costs what it is', async () => {
  const owner = await billing.api.newOrganization();
  const { session, invoice } = await pay(owner, 'metered', 'US');
  expect(session.custom_text.submit?.message).toMatch(/start on the hour/);
  const { subscription } = await owner.call(paymentsRoutes.get);
  expect(subscription?.periodEnd).toMatch(/:00:00\.000Z$/);
  expect(Number(invoice.total)).toBeLessThanOrEqual(49);
  expect(Number(invoice.total)).toBeGreaterThan(48.9);
});

test('a change of plan is shown with the taxes that are charged', async () => {
  const owner = await billing.api.newOrganization();
  await pay(owner, 'team', 'DE');
  const { rows } = await billing.api.owner.query<{ id: string }>(
    `select id from subscriptions where organization_id = $1 and status = 'trialing'`,
    [owner.organizationId],
  );
  await billing.client.subscriptions.update(rows[0]?.id ?? '', { trial_end: 'now' });
  const { now, next, confirmation } = await owner.call(paymentsRoutes.preview, { plan: 'business' });
  expect(Number(now.total)).toBeCloseTo(Number(now.subtotal) * 1.19, 1);
  expect(next).toMatchObject({ subtotal: '99.00', tax: '18.81', total: '117.81' });
  await owner.call(paymentsRoutes.change, { plan: 'business', ...confirmation });
  const { items } = await owner.call(invoicesRoutes.list);
  // Two invoices of one second have no order.
  expect(items).toContainEqual(expect.objectContaining({ total: confirmation.amountDue, status: 'paid' }));
});
