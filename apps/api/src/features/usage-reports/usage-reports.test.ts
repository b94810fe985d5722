import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runInScope } from '@engagex/tenancy';
import { itIs } from '../../testing/at-time.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { CompareUsage } from './compare-usage.ts';
import { ReportUsage } from './report-usage.ts';
import { SendReports } from './send-reports.ts';
import { CountingSink, reportTo } from './testing/counting-sink.ts';
import { freezeUntil, mirror, plansWithMeters, use } from './testing/metered.ts';

const dayMs = 86_400_000;

let api: TestApi;
let sink: CountingSink;
beforeAll(async () => {
  api = await startTestApi({
    settings: {
      BILLING: 'on',
      PLANS_FILE: await plansWithMeters('a', 'b'),
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRETS: 'whsec_1',
    },
  });
});
afterAll(async () => {
  await api.close();
});
beforeEach(() => {
  sink = new CountingSink();
  reportTo(api, sink);
  itIs(api, '2024-02-29T12:10:00Z');
});
afterEach(() => {
  vi.restoreAllMocks();
});

const day = (time: string) => `2024-02-29T${time}Z`;
const inScope = <T>({ organizationId }: TestMember, work: () => Promise<T>) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);
const report = (of: TestMember) => inScope(of, () => api.app.get(ReportUsage).run());
const compare = (of: TestMember) => inScope(of, () => api.app.get(CompareUsage).compare());
const item = (id: string, since: string, priceId = 'price_a_emails') => ({ id, priceId, since: day(since) });

/** What was reported, such as `10:00 5`; with the price where several are. */
const reported = () =>
  sink.reports.map(({ hour, total, priceId }) => `${hour.toISOString().slice(11, 16)} ${total} ${priceId}`).toSorted();

async function stateOf({ organizationId }: TestMember): Promise<string[]> {
  const { rows } = await api.owner.query<{ state: string }>(
    'select state from usage_reports where organization_id = $1 order by hour',
    [organizationId],
  );
  return rows.map(({ state }) => state);
}

/** Pays for emails since 09:00; 5 in hour 9, 7 in hour 10. */
async function payer(): Promise<TestMember> {
  const owner = await api.newOrganization();
  await freezeUntil(api, owner, day('11:00:00'));
  await mirror(api, owner, { items: [item('si_1', '09:00:00')] });
  await use(api, owner, 'emails', { [day('08:00:00')]: 3, [day('09:00:00')]: 5, [day('10:00:00')]: 7 });
  return owner;
}

test('hours are reported once they are frozen, and nothing from before the subscription began', async () => {
  const owner = await payer();
  await report(owner);
  await report(owner);
  expect(reported()).toEqual(['09:00 5 price_a_emails', '10:00 7 price_a_emails']);
  await use(api, owner, 'emails', { [day('11:00:00')]: 2 });
  await report(owner);
  expect(sink.reports).toHaveLength(2); // still running
  await freezeUntil(api, owner, day('12:00:00'));
  await report(owner);
  expect(reported()).toContain('11:00 2 price_a_emails');
  expect(sink.reports[0]).toMatchObject({ customerId: `cus_${owner.organizationId}` });
});

test('meters without a price in the plan are not reported', async () => {
  const owner = await payer();
  await use(api, owner, 'events', { [day('09:00:00')]: 100 });
  await use(api, owner, 'storage', { [day('10:00:00')]: 100 });
  await report(owner);
  expect(reported()).toEqual(['09:00 5 price_a_emails', '10:00 7 price_a_emails']);
});

test('nothing is reported of a trial, nor after the subscription ended', async () => {
  const owner = await api.newOrganization();
  await freezeUntil(api, owner, day('12:00:00'));
  const items = [item('si_1', '07:00:00')];
  await mirror(api, owner, { status: 'trialing', items, trialEnd: day('09:00:00') });
  await use(api, owner, 'emails', {
    [day('08:00:00')]: 1,
    [day('09:00:00')]: 2,
    [day('10:00:00')]: 3,
    [day('11:00:00')]: 4,
  });
  await report(owner);
  expect(reported()).toEqual([]);
  await mirror(api, owner, { items, trialEnd: day('09:00:00') });
  await mirror(api, owner, { status: 'canceled', items, trialEnd: day('09:00:00'), endedAt: day('11:00:00') });
  await report(owner);
  expect(reported()).toEqual(['09:00 2 price_a_emails', '10:00 3 price_a_emails']);
});

test('an hour in which the plan changed is reported at the new price, and hours that were known late too', async () => {
  const owner = await payer();
  await freezeUntil(api, owner, day('12:00:00'));
  await use(api, owner, 'emails', { [day('11:00:00')]: 9 });
  await mirror(api, owner, { items: [item('si_2', '10:37:12', 'price_b_emails')] });
  await report(owner);
  expect(reported()).toEqual(['09:00 5 price_a_emails', '10:00 7 price_b_emails', '11:00 9 price_b_emails']);
});

test('the end of a price that nothing replaced is when its invoice says, however late it was noticed', async () => {
  const owner = await payer();
  await freezeUntil(api, owner, day('12:00:00'));
  await use(api, owner, 'emails', { [day('11:00:00')]: 9 });
  await mirror(api, owner, { items: [] });
  await invoice(owner, { from: day('09:00:00'), until: day('10:37:00'), quantity: 5 });
  await report(owner);
  expect(reported()).toEqual(['09:00 5 price_a_emails']);
});

test('a status that is not known changes nothing, and one that gives up payments ends it', async () => {
  const owner = await payer();
  const items = [item('si_1', '09:00:00')];
  await mirror(api, owner, { status: 'on_holiday', items });
  await report(owner);
  expect(sink.reports).toHaveLength(2);
  await mirror(api, owner, { status: 'unpaid', items });
  const { rows } = await api.owner.query('select from metered_spans where organization_id = $1 and until_at is null', [
    owner.organizationId,
  ]);
  expect(rows).toHaveLength(0);
});

test('what could not be said, or whose answer was lost, is said again with the same key', async () => {
  const owner = await payer();
  sink.faults.push('answer_lost', 'lost');
  await report(owner);
  expect(await stateOf(owner)).toEqual(['pending', 'pending']);
  itIs(api, '2024-02-29T12:20:00Z');
  await report(owner);
  itIs(api, '2024-02-29T12:40:00Z');
  await report(owner);
  expect(await stateOf(owner)).toEqual(['accepted', 'accepted']);
  const [first] = sink.reports;
  expect(sink.reports.filter(({ key }) => key === first?.key)).toHaveLength(2);
  expect([...sink.counted.values()]).toEqual([5, 7]);
});

test('a worker that dies between a report and its row leaves it to the next, and the meter counts it once', async () => {
  const owner = await payer();
  vi.spyOn(api.app.get(SendReports), 'send').mockRejectedValueOnce(new Error('killed before the call'));
  await expect(report(owner)).rejects.toThrow('killed');
  await report(owner);
  await api.owner.query(`update usage_reports set state = 'pending', reported_at = null where organization_id = $1`, [
    owner.organizationId,
  ]); // killed after the call: the row does not know
  await Promise.all([report(owner), report(owner)]);
  expect(sink.reports.length).toBeGreaterThanOrEqual(4);
  expect([...sink.counted.values()]).toEqual([5, 7]);
  expect(await stateOf(owner)).toEqual(['accepted', 'accepted']);
});

test('hours that are too old are not reported, and not at another date', async () => {
  const owner = await payer();
  itIs(api, new Date(Date.parse(day('10:59:59')) + 35 * dayMs).toISOString());
  await report(owner);
  expect(reported()).toEqual(['10:00 7 price_a_emails']);
  expect(await stateOf(owner)).toEqual(['too_late', 'accepted']);
});

test('the operator is told of hours that wait for a week, once', async () => {
  const owner = await payer();
  itIs(api, new Date(Date.parse(day('12:00:00')) + 8 * dayMs).toISOString());
  sink.faults.push('lost');
  await report(owner);
  const told = await api.owner.query<{ told: boolean }>(
    'select told_at is not null as told from usage_reports where organization_id = $1',
    [owner.organizationId],
  );
  expect(told.rows).toEqual([{ told: true }, { told: true }]);
});

test('what the meter refused is tried again at night', async () => {
  const owner = await payer();
  sink.faults.push('refused');
  await report(owner);
  expect(await stateOf(owner)).toEqual(['refused', 'accepted']);
  itIs(api, '2024-03-01T03:00:00Z');
  expect(await compare(owner)).toEqual([]);
  await report(owner);
  expect(await stateOf(owner)).toEqual(['accepted', 'accepted']);
  expect(new Set(sink.counted.values())).toEqual(new Set([5, 7]));
});

interface Billed {
  readonly from: string;
  readonly until: string;
  readonly quantity: number;
  readonly status?: string;
}

/** As payments write down a final invoice with a line of emails. */
async function invoice(
  { organizationId }: TestMember,
  { from, until, quantity, status = 'paid' }: Billed,
): Promise<void> {
  await api.owner.query(
    `insert into invoices (organization_id, id, status, currency, subtotal, tax, total, amount_due, amount_paid, reason, attempts, period_start,
      period_end, created_at) values ($1, 'in_1', $4, 'EUR', 0, 0, 0, 0, 0, 'subscription_cycle', 0, $2, $3, $3)`,
    [organizationId, from, until, status],
  );
  // A graduated price: what is included has a line of its own.
  for (const [id, part] of Object.entries({ il_1: Math.min(quantity, 4), il_2: Math.max(0, quantity - 4) }))
    await api.owner.query(
      `insert into invoice_lines (organization_id, invoice_id, id, position, description, price_id, meter, quantity, amount, is_proration,
        period_start, period_end) values ($1, 'in_1', $2, 0, 'Emails', 'price_a_emails', 'emails', $3, 0, false, $4, $5)`,
      [organizationId, id, part, from, until],
    );
}

const period = { from: day('09:00:00'), until: day('11:00:00') };

test('a period whose ledger, meter and invoice come to the same is no difference', async () => {
  const owner = await payer();
  await report(owner);
  await invoice(owner, { ...period, quantity: 12 });
  itIs(api, '2024-03-01T03:00:00Z');
  expect(await compare(owner)).toEqual([]);
});

test('one unit too many in the ledger, in a frozen hour, at the meter or in the invoice is found, and told until it is settled', async () => {
  const numbers = { entered: 12, frozen: 12, counted: 12, invoiced: 12 };
  for (const [where, expected] of [
    ['ledger', { ...numbers, entered: 13 }],
    ['hour', { ...numbers, frozen: 13 }],
    ['invoice', { ...numbers, invoiced: 13 }],
    ['meter', { ...numbers, counted: 13 }],
  ] as const) {
    itIs(api, day('12:10:00'));
    const owner = await payer();
    const id = owner.organizationId;
    await report(owner);
    await invoice(owner, { ...period, quantity: 12 });
    if (where === 'ledger')
      await api.owner.query(
        `update usage_entries set quantity = quantity + 1 where organization_id = $1 and hour = $2`,
        [id, day('09:00:00')],
      );
    if (where === 'hour')
      await api.owner.query(`update usage_hours set quantity = quantity + 1 where organization_id = $1 and hour = $2`, [
        id,
        day('09:00:00'),
      ]);
    if (where === 'invoice')
      await api.owner.query(
        `update invoice_lines set quantity = quantity + 1 where organization_id = $1 and id = 'il_2'`,
        [id],
      );
    if (where === 'meter') sink.counted.set(`cus_${id} ${new Date(day('10:00:00')).toISOString()}`, 8);
    itIs(api, '2024-03-01T03:00:00Z');
    await compare(owner);
    const { rows } = await api.owner.query<{ invoice_id: string | null } & Record<string, unknown>>(
      `select invoice_id, entered::int, frozen::int, counted::int, invoiced::int from usage_differences
       where organization_id = $1 and settled_at is null and invoice_id is not null`,
      [id],
    );
    expect(rows, where).toEqual([{ invoice_id: 'in_1', ...expected }]);
    if (where !== 'meter') continue;
    await report(owner); // what differed in an hour is said again
    itIs(api, '2024-03-02T04:00:00Z');
    expect(await compare(owner)).toEqual([]);
    const open = await api.owner.query(
      'select from usage_differences where organization_id = $1 and settled_at is null',
      [id],
    );
    expect(open.rowCount).toBe(0);
  }
});

test('usage that is in no line of what was invoiced is found', async () => {
  const owner = await payer();
  await report(owner);
  await invoice(owner, { ...period, until: day('10:00:00'), quantity: 5 });
  await api.owner.query(`update invoices set period_end = $2 where organization_id = $1`, [
    owner.organizationId,
    day('11:00:00'),
  ]);
  itIs(api, '2024-03-01T03:00:00Z');
  expect(await compare(owner)).toMatchObject([
    { invoiceId: null, from: new Date(day('10:00:00')), entered: 7, counted: 7, invoiced: 0 },
  ]);
});

test('a draft is not compared yet', async () => {
  const owner = await payer();
  await report(owner);
  await invoice(owner, { ...period, quantity: 5, status: 'draft' });
  itIs(api, '2024-03-01T03:00:00Z');
  expect(await compare(owner)).toEqual([]);
});
