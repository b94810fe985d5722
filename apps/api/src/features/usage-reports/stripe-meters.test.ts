import { Stripe } from 'stripe';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { paymentsRoutes } from '@engagex/domain/payments';
import { runInScope } from '@engagex/tenancy';
import { clientOf } from '../../../../../tools/stand-ins/stripe/testing/client.ts';
import {
  listenToThinEvents,
  notificationOf,
  type ThinEvent,
} from '../../../../../tools/stand-ins/stripe/meters/error-reports.ts';
import { startStripe } from '../../../../../tools/stand-ins/stripe/server.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { itIs } from '../../testing/at-time.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { UsageSink } from '../../ports/usage-sink.ts';
import { SyncState } from '../payments/sync-state.ts';
import { CompareUsage } from './compare-usage.ts';
import { ReceiveErrorNotices } from './receive-error-notices.ts';
import { ReportUsage } from './report-usage.ts';
import { freezeUntil, plansWithMeters, use } from './testing/metered.ts';

const organizations = sized(6, 1_000);
const periods = 3;
const hourS = 3_600;
const secret = 'whsec_meters';

let stripe: Awaited<ReturnType<typeof startStripe>>;
let client: Stripe;
let api: TestApi;
/** The second costs more, so that a change to it holds at once. */
const flatAmounts = { a: 10, b: 20 };
const metered = new Map<string, string>();
const flat = new Map<string, string>();

beforeAll(async () => {
  stripe = await startStripe({ seed: String(seed), customersPerClock: 10_000 });
  client = clientOf(stripe.url, stripe.apiKey);
  const meter = await client.billing.meters.create({
    display_name: 'Emails',
    event_name: 'emails',
    default_aggregation: { formula: 'sum' },
    event_time_window: 'hour',
  });
  for (const key of ['a', 'b'] as const) {
    const { id: product } = await client.products.create({ name: key });
    const recurring = { interval: 'month' as const };
    const fixed = await client.prices.create({
      product,
      currency: 'eur',
      unit_amount: flatAmounts[key] * 100,
      recurring,
    });
    const byUse = await client.prices.create({
      product,
      currency: 'eur',
      unit_amount_decimal: Stripe.Decimal.from('0.5'),
      recurring: { ...recurring, usage_type: 'metered', meter: meter.id },
    });
    flat.set(key, fixed.id);
    metered.set(key, byUse.id);
  }
  const file = await plansWithMeters('a', 'b');
  await writeFile(
    file,
    JSON.stringify({ plans: [{ key: 'free', name: 'Free', isDefault: true }, ...(['a', 'b'] as const).map(planOf)] }),
  );
  api = await startTestApi({
    settings: {
      BILLING: 'on',
      PLANS_FILE: file,
      STRIPE_SECRET_KEY: stripe.apiKey,
      STRIPE_WEBHOOK_SECRETS: 'whsec_1',
      STRIPE_METER_WEBHOOK_SECRETS: secret,
      STRIPE_API_BASE: stripe.url,
    },
  });
});
afterAll(async () => {
  await api.close();
  await stripe.stop();
});
afterEach(() => {
  vi.restoreAllMocks();
});

function planOf(key: 'a' | 'b') {
  return {
    key,
    name: key,
    limits: { emails: { kind: 'metered', included: 0 } },
    price: {
      currency: 'EUR',
      amount: String(flatAmounts[key]),
      stripePriceId: flat.get(key),
      meters: { emails: { included: 0, unitAmount: '0.005', per: 1, stripePriceId: metered.get(key) } },
    },
  };
}

const inScope = <T>({ organizationId }: TestMember, work: () => Promise<T>) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);

interface Payer {
  readonly owner: TestMember;
  readonly clock: string;
  readonly customer: string;
  readonly subscription: string;
  plan: 'a' | 'b';
}

/** Subscribed since then; periods begin on the whole hour. */
async function subscribe(at: number): Promise<Payer> {
  const owner = await api.newOrganization();
  const { id: clock } = await client.testHelpers.testClocks.create({ frozen_time: at });
  const { id: customer } = await client.customers.create({
    test_clock: clock,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const { id: subscription } = await client.subscriptions.create({
    customer,
    items: [{ price: flat.get('a') ?? '' }, { price: metered.get('a') ?? '' }],
  });
  await api.owner.query('insert into payment_customers (organization_id, customer_id) values ($1, $2)', [
    owner.organizationId,
    customer,
  ]);
  const payer: Payer = { owner, clock, customer, subscription, plan: 'a' };
  await freezeUntil(api, owner, iso(at));
  await sync(payer, at);
  return payer;
}

const iso = (at: number) => new Date(at * 1_000).toISOString();

async function sync({ owner }: Payer, at: number): Promise<void> {
  itIs(api, iso(at));
  await inScope(owner, () => api.app.get(SyncState).refresh());
}

/** Time passes to then; what was used before is frozen and reported. */
async function goTo(payer: Payer, at: number): Promise<void> {
  await client.testHelpers.testClocks.advance(payer.clock, { frozen_time: at });
  await freezeUntil(api, payer.owner, iso(Math.floor((at - 120) / hourS) * hourS));
  await sync(payer, at);
  await inScope(payer.owner, () => api.app.get(ReportUsage).run());
}

async function changePlan(payer: Payer, at: number): Promise<void> {
  const { items } = await client.subscriptions.retrieve(payer.subscription);
  payer.plan = payer.plan === 'a' ? 'b' : 'a';
  const isMetered = ({ price }: Stripe.SubscriptionItem) => price.recurring?.usage_type === 'metered';
  const { id: fixed = '' } = items.data.find((item) => !isMetered(item)) ?? {};
  const { id: byUse = '' } = items.data.find(isMetered) ?? {};
  await client.subscriptions.update(payer.subscription, {
    items: [
      { id: fixed, price: flat.get(payer.plan) ?? '' },
      { id: byUse, deleted: true },
      { price: metered.get(payer.plan) ?? '' },
    ],
    proration_behavior: 'always_invoice',
  });
  await sync(payer, at);
}

/** One unit that the ledger has and no meter counted is one difference of one organization. */
async function expectInjectedUnitIsFound({ payer, at }: { payer: Payer; at: number }): Promise<void> {
  const { organizationId } = payer.owner;
  const hour = await api.owner.query<{ hour: Date }>(
    `select max(hour) as hour from usage_hours where organization_id = $1`,
    [organizationId],
  );
  await api.owner.query(
    `insert into usage_entries (organization_id, meter, hour, act_id, kind, quantity) values ($1, 'emails', $2, gen_random_uuid(), 'campaign', 1)`,
    [organizationId, hour.rows[0]?.hour],
  );
  itIs(api, iso(at + 48 * hourS));
  const found = await inScope(payer.owner, () => api.app.get(CompareUsage).compare());
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ meter: 'emails', entered: (found[0]?.frozen ?? 0) + 1 });
}

test(
  `of any plan changes over month ends and a leap day, ledger, meter and invoices come to the same (${organizations} × ${periods}, seed ${seed})`,
  async () => {
    const chance = chanceOf('stripe-meters');
    let invoiced = 0;
    const payers: { readonly payer: Payer; readonly at: number }[] = [];
    for (let n = 0; n < organizations; n++) {
      const begin = Date.parse(`2023-${chance.oneOf(['11-30', '12-29', '12-30', '12-31'])}T10:00:00Z`) / 1_000;
      const payer = await subscribe(begin);
      let at = begin;
      let used = 0;
      for (let period = 0; period < periods; period++) {
        const { items } = await client.subscriptions.retrieve(payer.subscription);
        const end = items.data[0]?.current_period_end ?? 0;
        for (let change = chance.between(0, 2); change > 0; change--) {
          const next = chance.between(at + 2 * hourS, Math.floor((at + end) / 2));
          // Five minutes of an hour have passed, so that the one before is reported.
          const then = Math.max(next, Math.ceil(next / hourS) * hourS + chance.between(300, hourS - 1));
          used += await useSome(payer, at, then);
          await goTo(payer, then);
          await changePlan(payer, then);
          at = then;
        }
        used += await useSome(payer, at, end);
        await goTo(payer, end + 300);
        await goTo(payer, end + 2 * hourS); // the invoice is final
        at = end + 2 * hourS;
      }
      itIs(api, iso(at + 24 * hourS));
      expect(await inScope(payer.owner, () => api.app.get(CompareUsage).compare()), `organization ${n}`).toEqual([]);
      const { rows } = await api.owner.query<{ quantity: number }>(
        `select coalesce(sum(quantity), 0)::int as quantity from invoice_lines where organization_id = $1 and meter = 'emails'`,
        [payer.owner.organizationId],
      );
      expect(rows[0]?.quantity, `organization ${n}`).toBe(used);
      invoiced += used;
      payers.push({ payer, at });
    }
    expect(invoiced).toBeGreaterThan(0);
    await expectInjectedUnitIsFound(chance.oneOf(payers as [(typeof payers)[0], ...typeof payers]));

    /** Usage in the first and last hour from one moment to another, and some between: the first may be that in which the plan changed. */
    async function useSome(payer: Payer, from: number, until: number): Promise<number> {
      const [first, last] = [Math.floor(from / hourS), Math.floor(until / hourS) - 1];
      const hours = new Set([
        first,
        last,
        ...Array.from({ length: chance.between(1, 4) }, () => chance.between(first, last)),
      ]);
      const of = Object.fromEntries(
        [...hours].filter((hour) => hour >= first).map((hour) => [iso(hour * hourS), chance.between(1, 500)]),
      );
      await use(api, payer.owner, 'emails', of);
      return Object.values(of).reduce((sum, quantity) => sum + quantity, 0);
    }
  },
  30 * 60_000,
);

const changes = sized(4, 300);

test(
  `whenever within an hour a plan changes, the hours before it are on the line of the old price (${changes} changes, seed ${seed})`,
  async () => {
    const chance = chanceOf('changes within the hour');
    const begin = Date.parse('2024-03-04T09:00:00Z') / 1_000;
    let refused = 0;
    for (let n = 0; n < changes; n++) {
      const payer = await subscribe(begin);
      const hours = chance.between(2, 5);
      // One of three in the first minutes of the hour, when the one before it is still counted.
      let at = begin + hours * hourS + chance.between(0, n % 3 === 0 ? 120 : hourS - 1);
      const used = Object.fromEntries(
        Array.from({ length: hours + 1 }, (_, hour) => [iso(begin + hour * hourS), chance.between(1, 500)]),
      );
      await use(api, payer.owner, 'emails', used);
      const arrive = async () => {
        await client.testHelpers.testClocks.advance(payer.clock, { frozen_time: at });
        await freezeUntil(api, payer.owner, iso(Math.floor((at - 120) / hourS) * hourS));
        itIs(api, iso(at));
      };
      await arrive();
      const change = async () => {
        const { confirmation } = await payer.owner.call(paymentsRoutes.preview, { plan: 'b' });
        await payer.owner.call(paymentsRoutes.change, { plan: 'b', ...confirmation });
      };
      if (at < begin + hours * hourS + 120) {
        await expect(change()).rejects.toMatchObject({ problem: { code: 'payments.usage-counting' } });
        refused += 1;
        at = begin + hours * hourS + 121;
        await arrive();
      }
      await change();
      const end = Date.parse('2024-04-04T09:00:00Z') / 1_000;
      await goTo(payer, end + 300);
      await goTo(payer, end + 2 * hourS);
      const { rows } = await api.owner.query<{ price: string; quantity: number }>(
        `select price_id as price, sum(quantity)::int as quantity from invoice_lines
         where organization_id = $1 and meter = 'emails' and quantity > 0 group by 1`,
        [payer.owner.organizationId],
      );
      const quantities = Object.values(used);
      const expected = [
        { price: metered.get('a'), quantity: quantities.slice(0, hours).reduce((sum, each) => sum + each, 0) },
        { price: metered.get('b'), quantity: quantities[hours] },
      ];
      const name = (row: { price?: string | undefined }) => String(row.price);
      const inOrder = <T extends { price?: string | undefined }>(all: T[]) =>
        all.toSorted((one, other) => name(one).localeCompare(name(other)));
      expect(inOrder(rows), `change ${n}`).toEqual(inOrder(expected));
      itIs(api, iso(end + 26 * hourS));
      expect(await inScope(payer.owner, () => api.app.get(CompareUsage).compare()), `change ${n}`).toEqual([]);
    }
    expect(refused).toBeGreaterThan(0);
  },
  30 * 60_000,
);

test('a report that is repeated within a day is taken once, and a newer total takes its place', async () => {
  const begin = Date.parse('2024-02-10T10:00:00Z') / 1_000;
  const { customer, clock } = await subscribe(begin);
  await client.testHelpers.testClocks.advance(clock, { frozen_time: begin + 3 * hourS });
  const sink = api.app.get(UsageSink);
  const priceId = metered.get('a') ?? '';
  const hour = new Date(begin * 1_000);
  const hours = { priceId, customerId: customer, from: hour, until: new Date((begin + 2 * hourS) * 1_000) };
  await sink.report({ ...hours, hour, total: 5, key: `one ${seed}` });
  await sink.report({ ...hours, hour, total: 5, key: `one ${seed}` });
  expect(await sink.totalOf(hours)).toBe(5);
  await sink.report({ ...hours, hour, total: 7, key: `two ${seed}` });
  expect(await sink.totalsByHour(hours)).toEqual([{ hour, total: 7 }]);
  const notMetered = { ...hours, priceId: flat.get('a') ?? '', hour, total: 1, key: `three ${seed}` };
  await expect(sink.report(notMetered)).rejects.toMatchObject({ code: 'unsuitable_meter' });
  const tooOld = new Date(hour.getTime() - 36 * 24 * hourS * 1_000);
  await expect(sink.report({ ...hours, hour: tooOld, total: 1, key: `four ${seed}` })).rejects.toMatchObject({
    name: 'UsageRefused',
  });
});

test('errors that Stripe finds later are kept and written to the report, and forged ones are refused', async () => {
  const begin = Date.parse('2024-02-10T10:00:00Z') / 1_000;
  const payer = await subscribe(begin);
  const [meter] = stripe.world.meters.values();
  if (!meter) throw new Error('There is a meter.');
  await use(api, payer.owner, 'emails', { [iso(begin)]: 5 });
  const told: ThinEvent[] = [];
  listenToThinEvents(stripe.world, (event) => told.push(event));
  await client.billing.meters.deactivate(meter.id);
  await goTo(payer, begin + 2 * hourS);
  await client.billing.meters.reactivate(meter.id);
  const [event] = told;
  if (!event) throw new Error('The meter was inactive.');
  const body = JSON.stringify(notificationOf(event));
  const post = (signature: string) =>
    fetch(`${api.url}/webhooks/stripe/meters`, { method: 'POST', body, headers: { 'stripe-signature': signature } });
  const timestamp = begin + 2 * hourS;
  const sign = (by: string) => client.webhooks.generateTestHeaderString({ payload: body, secret: by, timestamp });
  expect((await post(sign('whsec_1'))).status).toBe(400);
  expect((await post(sign(secret))).status).toBe(200);
  expect((await post(sign(secret))).status).toBe(200);
  await api.app.get(ReceiveErrorNotices).handle();
  const notices = await api.owner.query('select meter_id, errors is not null as known from meter_error_notices');
  expect(notices.rows).toEqual([{ meter_id: meter.id, known: true }]);
  const refused = await api.owner.query('select state, answer from usage_reports where organization_id = $1', [
    payer.owner.organizationId,
  ]);
  expect(refused.rows).toEqual([{ state: 'refused', answer: 'archived_meter: archived meter' }]);
});
