import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invoicesRoutes, paymentsRoutes } from '@engagex/domain/payments';
import { runInScope } from '@engagex/tenancy';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { PurgeOrganization } from '../accounts/purge-organization.ts';
import { SendNotification } from '../notifications/send-notification.ts';
import { type Billing, startBilling } from './testing/billing.ts';

let smtp: TestSmtp;
let billing: Billing;
beforeAll(async () => {
  smtp = await startSmtp();
  billing = await startBilling({
    stripe: { dunning: { retryAfterDays: [3], finally: 'mark_unpaid' } },
    settings: { SMTP_URL: smtp.url },
  });
});
afterAll(async () => {
  await billing.close();
  await smtp.close();
});

const scopeOf = ({ organizationId }: TestMember) =>
  ({ organizationId, actor: { kind: 'system', name: 'test' } }) as const;

async function rowsOf<Row extends object>({ organizationId }: TestMember, sql: string): Promise<Row[]> {
  return (await billing.api.owner.query<Row>(sql, [organizationId])).rows;
}

/** What owners are told, as the worker mails it. */
async function mailed(owner: TestMember): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    owner,
    `select id from notifications where organization_id = $1 and state = 'pending' order by seq`,
  );
  const before = smtp.messages.length;
  for (const { id } of rows)
    await runInScope(scopeOf(owner), () => billing.api.app.get(SendNotification).mail.send(id));
  const mails = await Promise.all(smtp.messages.slice(before).map((message) => smtp.parse(message)));
  return mails.map(({ subject }) => String(subject));
}

test('the plan follows the subscription, and each invoice is there with its lines', async () => {
  const owner = await billing.api.newOrganization();
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({
    plan: { key: 'free' },
    subscription: null,
    paymentMethod: null,
    trial: 'available',
    plans: [
      { key: 'free', by: 'has_it', amount: null },
      { key: 'team', by: 'checkout', amount: '49', currency: 'EUR', trialDays: 14 },
      { key: 'business', by: 'checkout', trialDays: null },
    ],
    asOf: null,
  });
  await billing.subscribe(await billing.customerOf(owner));
  expect(await billing.tended(owner)).toMatchObject({
    plan: { key: 'team', name: 'Team' },
    subscription: { status: 'active', plan: { key: 'team' }, amount: '49.00', currency: 'EUR', next: null },
    paymentMethod: { brand: 'visa', last4: '4242' },
    failed: null,
    plans: [{ by: 'cancel' }, { by: 'has_it' }, { by: 'change_now' }],
    isPending: false,
  });
  const { items } = await owner.call(invoicesRoutes.list, {});
  expect(items).toMatchObject([{ status: 'paid', total: '49.00', amountPaid: '49.00', currency: 'EUR' }]);
  expect(await owner.call(invoicesRoutes.get, { id: items[0]!.id })).toMatchObject({
    lines: [{ amount: '49.00', quantity: '1', unitAmount: '49', meter: null, isProration: false }],
  });
  expect(await mailed(owner)).toEqual(['Receipt for Test organization: €49.00']);
  await billing.tend(owner);
  expect(await mailed(owner)).toEqual([]);

  const other = await billing.api.newOrganization();
  await expect(other.call(invoicesRoutes.get, { id: items[0]!.id })).rejects.toMatchObject({ status: 404 });
});

test('a late payment keeps the plan and is told, an unpaid end falls back to the default one, and nothing is deleted', async () => {
  const owner = await billing.api.newOrganization();
  const clock = await billing.clockAt('2026-01-31T12:00:00Z');
  const customer = await billing.customerOf(owner, { test_clock: clock });
  await billing.subscribe(customer);
  billing.stripe.decline(customer);
  await billing.advance(clock, '2026-02-28T14:00:00Z');
  expect(await billing.tended(owner)).toMatchObject({
    plan: { key: 'team' },
    subscription: { status: 'past_due' },
    failed: { amount: '49.00', currency: 'EUR', nextAttemptAt: expect.stringMatching(/^2026-03-03/) },
    plans: [{ by: 'cancel' }, { by: 'has_it' }, { by: 'none' }],
  });
  expect(await mailed(owner)).toEqual(['A payment of €49.00 for Test organization failed']);
  await billing.advance(clock, '2026-03-04T14:00:00Z');
  expect(await billing.tended(owner)).toMatchObject({ plan: { key: 'free' }, subscription: { status: 'unpaid' } });
  expect((await owner.call(invoicesRoutes.list, {})).items).toHaveLength(2);
});

test('whoever was given a plan by an operator cannot pay for one that would not hold', async () => {
  const owner = await billing.api.newOrganization();
  await billing.api.owner.query(
    `insert into organization_plans (organization_id, source, plan_key) values ($1, 'operator', 'business')`,
    [owner.organizationId],
  );
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({
    plan: { key: 'business' },
    isAssigned: true,
    plans: [{ by: 'none' }, { by: 'none' }, { by: 'has_it' }],
  });
  await expect(owner.call(paymentsRoutes.checkout, { plan: 'team' })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'payments.plan-assigned' },
  });
});

test('a status that nobody knows, and a price that no plan has, take nothing away', async () => {
  const owner = await billing.api.newOrganization();
  const { id } = await billing.subscribe(await billing.customerOf(owner));
  expect((await billing.tended(owner)).plan.key).toBe('team');
  const subscription = billing.stripe.world.subscriptions.get(id)!;
  subscription.status = 'frozen_by_a_regulator';
  const frozen = await owner.call(paymentsRoutes.refresh);
  expect(frozen).toMatchObject({ plan: { key: 'team' }, subscription: { status: 'other' } });
  subscription.status = 'active';
  subscription.items.data[0]!.price = { ...subscription.items.data[0]!.price, id: 'price_of_old' };
  expect(await owner.call(paymentsRoutes.refresh)).toMatchObject({
    plan: { key: 'team' },
    subscription: { status: 'active', plan: null },
  });
});

test('of two subscriptions the older stays, and the younger is ended', async () => {
  const owner = await billing.api.newOrganization();
  const customer = await billing.customerOf(owner);
  const first = await billing.subscribe(customer);
  billing.stripe.world.subscriptions.get(first.id)!.created -= 60;
  const second = await billing.subscribe(customer, { items: [{ price: billing.prices.business }] });
  await billing.tend(owner);
  await billing.tend(owner);
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({ plan: { key: 'team' }, isPending: false });
  expect(billing.stripe.world.subscriptions.get(first.id)?.status).toBe('active');
  expect(billing.stripe.world.subscriptions.get(second.id)?.status).toBe('canceled');
});

test('owners are told that a trial ends, three days before, once', async () => {
  const owner = await billing.api.newOrganization();
  const day = 86_400;
  const trialEnd = Math.floor(Date.now() / 1_000) + 5 * day;
  await billing.subscribe(await billing.customerOf(owner), { trial_end: trialEnd });
  expect(await billing.tended(owner)).toMatchObject({
    plan: { key: 'team' },
    trial: 'used',
    subscription: { status: 'trialing', trialEnd: new Date(trialEnd * 1_000).toISOString() },
  });
  expect(await mailed(owner)).toEqual([]);
  const [{ at } = { at: null }] = await rowsOf<{ at: Date | null }>(
    owner,
    'select remind_at as at from payment_customers where organization_id = $1',
  );
  expect(at?.toISOString()).toBe(new Date((trialEnd - 3 * day) * 1_000).toISOString());
});

test('the trial of a card that was used for one before ends at once', async () => {
  const card = { fingerprint: randomUUID() };
  const trying = async () => {
    const owner = await billing.api.newOrganization();
    const customer = await billing.customerOf(owner);
    for (const method of billing.stripe.world.paymentMethods.values())
      if (method.customer === customer && method.card) Object.assign(method.card, card);
    await billing.subscribe(customer, { trial_period_days: 14 });
    await billing.tend(owner);
    return { owner, overview: await billing.tended(owner) };
  };
  const [first, second] = [await trying(), await trying()];
  expect(first.overview.subscription?.status).toBe('trialing');
  expect(second.overview).toMatchObject({ plan: { key: 'team' }, subscription: { status: 'active' } });
  expect(await mailed(second.owner)).toContain('The trial of Team ends now');
});

test('what is stored is compared with Stripe once a day: each difference is corrected, and recorded', async () => {
  const owner = await billing.api.newOrganization();
  const customer = await billing.customerOf(owner);
  const { id } = await billing.subscribe(customer);
  await billing.tend(owner);
  const due = () =>
    billing.api.owner.query(
      `update payment_customers set reconciled_at = now() - interval '25 hours' where customer_id = $1`,
      [customer],
    );
  const drifts = () =>
    rowsOf<{ about: string; field: string }>(
      owner,
      'select about, field from payment_drifts where organization_id = $1 order by id',
    );
  await due();
  await billing.tend(owner);
  expect(await drifts()).toEqual([]);

  const stored = (sql: string) => billing.api.owner.query(sql, [owner.organizationId]);
  await stored(`update subscriptions set price_id = 'price_other', plan_key = 'business' where organization_id = $1`);
  await stored(`update subscriptions set status = 'past_due' where organization_id = $1`);
  await stored(`update subscriptions set period_end = period_end + interval '1 day' where organization_id = $1`);
  await stored('delete from invoices where organization_id = $1');
  await due();
  await billing.tend(owner);
  const [invoice] = (await owner.call(invoicesRoutes.list, {})).items;
  expect(await drifts()).toEqual(
    expect.arrayContaining([
      { about: id, field: 'price' },
      { about: id, field: 'status' },
      { about: id, field: 'period_end' },
      { about: invoice?.id, field: 'invoice' },
    ]),
  );
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({
    subscription: { status: 'active', plan: { key: 'team' } },
  });

  billing.stripe.webhooks.withhold();
  await billing.client.customers.del(customer);
  billing.stripe.webhooks.release();
  await due();
  await billing.tend(owner);
  expect(await drifts()).toContainEqual({ about: customer, field: 'customer' });
  expect(await owner.call(paymentsRoutes.get)).toMatchObject({
    plan: { key: 'free' },
    subscription: { status: 'canceled' },
  });
});

test('an organization is deleted only after its subscription has ended at Stripe', async () => {
  const owner = await billing.api.newOrganization();
  const { id } = await billing.subscribe(await billing.customerOf(owner));
  await billing.tend(owner);
  const { organizationId } = owner;
  await billing.api.owner.query(
    `update organizations set delete_requested_at = now(), deletes_at = now() where id = $1`,
    [organizationId],
  );
  const purge = () => runInScope(scopeOf(owner), () => billing.api.app.get(PurgeOrganization).purge());
  billing.stripe.faults.next('GET /v1/subscriptions*', { kind: 'status', status: 503 }, 2);
  await expect(purge()).rejects.toMatchObject({ code: 'payments.unavailable' });
  expect(billing.stripe.world.subscriptions.get(id)?.status).toBe('active');
  expect(await rowsOf(owner, 'select deleted_at from organizations where id = $1')).toEqual([{ deleted_at: null }]);

  await rowsOf(
    owner,
    `update payment_requests set claimed_until = '-infinity' where organization_id = $1 and state = 'open'`,
  );
  await rowsOf(owner, `update payment_customers set claimed_until = '-infinity' where organization_id = $1`);
  expect(await purge()).toBe(true);
  expect(billing.stripe.world.subscriptions.get(id)?.status).toBe('canceled');
});
