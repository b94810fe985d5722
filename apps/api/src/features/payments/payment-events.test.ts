import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf, seed } from '../../testing/chance.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const [secret, former] = ['whsec_today', 'whsec_former'];
const forgeries = sized(300, 10_000);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    settings: {
      BILLING: 'on',
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRETS: `${secret},${former}`,
      STRIPE_API_BASE: 'http://127.0.0.1:1', // nobody is asked while events come in
    },
  });
});
afterAll(() => api.close());

const now = () => Math.floor(Date.now() / 1_000);

function sign(body: string, key = secret, at = now()): string {
  return createHmac('sha256', key).update(`${at}.${body}`).digest('hex');
}

function bodyOf({ id = `evt_${randomUUID().slice(0, 8)}`, customer = 'cus_other', type = 'invoice.paid' } = {}) {
  const object = { id: 'in_1', object: 'invoice', customer };
  return JSON.stringify({ id, object: 'event', type, created: now(), data: { object } });
}

async function post(body: string, signature: string | null): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    ...(signature === null ? {} : { 'stripe-signature': signature }),
  };
  return (await fetch(`${api.url}/webhooks/stripe`, { method: 'POST', body, headers })).status;
}

async function customerOf({ organizationId }: TestMember): Promise<string> {
  const id = `cus_${randomUUID().slice(0, 8)}`;
  await api.owner.query('insert into payment_customers (organization_id, customer_id) values ($1, $2)', [
    organizationId,
    id,
  ]);
  return id;
}

async function stored(table: string): Promise<Record<string, unknown>[]> {
  return (await api.owner.query<Record<string, unknown>>(`select * from ${table} order by received_at`)).rows;
}

test('an event counts when any signature of either secret is right, within five minutes', async () => {
  const at = now();
  const body = bodyOf();
  const right = sign(body, secret, at);
  const wrong = sign(body, 'whsec_other', at);
  const sent = (signature: string) => post(body, signature);
  expect(await sent(`t=${at},v1=${right}`)).toBe(200);
  expect(await sent(`t=${at},v1=${sign(body, former, at)}`)).toBe(200);
  expect(await sent(`t=${at},v1=${wrong},v1=${right}`)).toBe(200);
  expect(await sent(`t=${at},v0=${wrong},v1=${wrong},v1=${sign(body, former, at)}`)).toBe(200);
  expect(await sent(`t=${at - 290},v1=${sign(body, secret, at - 290)}`)).toBe(200);

  expect(await sent(`t=${at - 310},v1=${sign(body, secret, at - 310)}`)).toBe(400);
  expect(await sent(`t=${at + 310},v1=${sign(body, secret, at + 310)}`)).toBe(400);
  expect(await sent(`t=${at},v1=${wrong}`)).toBe(400);
  expect(await sent(`t=${at},v0=${right}`)).toBe(400);
  expect(await sent(`t=${at - 1},v1=${right}`)).toBe(400);
  expect(await sent(`v1=${right}`)).toBe(400);
  expect(await sent(`t=${at},v1=${right.slice(0, 40)}`)).toBe(400);
  expect(await sent(`t=${at},v1=${right}é`)).toBe(400);
  expect(await sent('I am Stripe')).toBe(400);
  expect(await sent('')).toBe(400);
  expect(await post(body, null)).toBe(400);
  expect(await post(`${body} `, `t=${at},v1=${right}`)).toBe(400);
  expect(await post('', `t=${at},v1=${sign('', secret, at)}`)).toBe(400); // signed, but no event
  expect(await post('[1]', `t=${at},v1=${sign('[1]', secret, at)}`)).toBe(400);
});

test('an event is stored once however often it comes, and asks for the state of its customer', async () => {
  const owner = await api.newOrganization();
  const customer = await customerOf(owner);
  const body = bodyOf({ id: 'evt_twice', customer, type: 'something.new' });
  const signature = `t=${now()},v1=${sign(body)}`;
  expect(await Promise.all(Array.from({ length: 8 }, () => post(body, signature)))).toEqual(Array(8).fill(200));
  const events = (await stored('payment_events')).filter(({ id }) => id === 'evt_twice');
  expect(events).toMatchObject([
    {
      organization_id: owner.organizationId,
      kind: 'something.new',
      object_id: 'in_1',
      customer_id: customer,
      payload: body,
    },
  ]);
  const { rows } = await api.owner.query<{ due: boolean }>(
    'select wanted > done as due from payment_customers where customer_id = $1',
    [customer],
  );
  expect(rows).toEqual([{ due: true }]);
});

test('events about customers that are not ours, or about none, are kept for the operator', async () => {
  for (const [id, customer] of [
    ['evt_stray', 'cus_nobody'],
    ['evt_none', ''],
  ] as const) {
    const body = bodyOf({ id, customer });
    expect(await post(body, `t=${now()},v1=${sign(body)}`)).toBe(200);
  }
  const strays = (await stored('stray_payment_events')).map(({ id }) => id);
  expect(strays).toEqual(expect.arrayContaining(['evt_stray', 'evt_none']));
});

test(`of ${forgeries} forged events none is stored (seed ${seed})`, async () => {
  const chance = chanceOf('payment-events');
  const owner = await api.newOrganization();
  const customer = await customerOf(owner);
  const before = (await stored('payment_events')).length;
  const forge = (n: number, body: string): string => {
    const at = now() - chance.between(0, 200);
    const real = sign(body, secret, at);
    const flipped = real.replace(/^./, (digit) =>
      ((Number.parseInt(digit, 16) + chance.between(1, 15)) % 16).toString(16),
    );
    const ways = [
      `t=${at},v1=${randomBytes(32).toString('hex')}`,
      `t=${at},v1=${flipped}`,
      `t=${at + 1},v1=${real}`,
      `t=${at},v1=${sign(body, randomUUID(), at)}`,
      `t=${at},v1=${createHmac('sha256', secret).update(body).digest('hex')}`,
      `t=${at},v1=${sign(`${body}\n`, secret, at)}`,
      `t=${at},v2=${real}`,
      `v1=${real},t=0`,
    ];
    return ways[n % ways.length] ?? '';
  };
  const statuses = new Set<number>();
  for (let n = 0; n < forgeries; n += 20) {
    const batch = Array.from({ length: 20 }, (_, k) => {
      const body = bodyOf({ id: `evt_forged_${n + k}`, customer });
      return post(body, forge(n + k, body));
    });
    for (const status of await Promise.all(batch)) statuses.add(status);
  }
  expect([...statuses]).toEqual([400]);
  expect((await stored('payment_events')).length).toBe(before);
}, 120_000);

test('where billing is off there is no door for events', async () => {
  const off = await startTestApi();
  try {
    const body = bodyOf();
    const headers = { 'stripe-signature': `t=${now()},v1=${sign(body)}` };
    expect((await fetch(`${off.url}/webhooks/stripe`, { method: 'POST', body, headers })).status).toBe(404);
  } finally {
    await off.close();
  }
});
