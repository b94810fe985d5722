import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportsRoutes } from '@engagex/domain/campaigns';
import { type BounceClass, type Report, reportKinds } from '@engagex/domain/receipts';
import { incidentsRoutes } from '@engagex/domain/incidents';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { addresses, watchLedger } from '../../testing/builders.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { buildDeliveries, reportOf } from '../../testing/receipts.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { Receipts } from './receipts.ts';

let api: TestApi;
let receipts: Receipts;
beforeAll(async () => {
  api = await startTestApi();
  receipts = api.app.get(Receipts);
});
afterAll(() => api.close());

const day = 24 * 60 * 60 * 1_000;
const daysAgo = (days: number) => new Date(Date.now() - days * day);
const suppressedOf = async (member: TestMember) =>
  (await member.call(suppressionsRoutes.list, {})).items
    .map(({ address, reason }) => `${address} ${reason}`)
    .toSorted((one, other) => (one < other ? -1 : 1));

async function buildMessage({ organizationId }: TestMember, email: string, state: 'accepted' | 'unknown') {
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into messages (organization_id, email, email_key, to_name, sender_name, sender_email, subject, state, claim_id, submitted_at, accepted_at)
     values ($1, $2, lower($2), '', 'Shop', 'hello@shop.example', 'Hello', $3, case when $3 = 'unknown' then gen_random_uuid() end,
       now(), case when $3 = 'accepted' then now() end) returning id`,
    [organizationId, email, state],
  );
  return rows[0]!.id;
}

/** All that reports change, by the names of people, so that two organizations can be compared. */
async function everythingOf(member: TestMember, emails: readonly string[]) {
  const rows = async (sql: string) => {
    const found = await api.owner.query<{ row: unknown }>(`select to_jsonb(x) as row from (${sql}) x order by x`, [
      member.organizationId,
    ]);
    return found.rows.map(({ row }) => row);
  };
  const nameOf = (column: string) => `array_position(array[${emails.map((email) => `'${email}'`).join()}], ${column})`;
  return {
    ledger: await rows(
      `select ${nameOf('address')} n, state, claim_id is null as free from deliveries where organization_id = $1`,
    ),
    ledgerCounts: await rows(
      `select state, reason, count from delivery_counts where organization_id = $1 and count > 0`,
    ),
    messages: await rows(
      `select ${nameOf('email')} n, state, claim_id is null as free from messages where organization_id = $1`,
    ),
    receipts:
      await rows(`select ${nameOf('coalesce(d.address, m.email)')} n, r.kind, r.class, r.rule, r.source, r.source_key, r.words, r.at
      from delivery_receipts r left join deliveries d on d.organization_id = r.organization_id and d.id = r.delivery_id
      left join messages m on m.organization_id = r.organization_id and m.id = r.message_id where r.organization_id = $1`),
    counts: await rows(`select kind, people from engagement_counts where organization_id = $1`),
    settled:
      await rows(`select ${nameOf('d.address')} n from delivery_settlements s join deliveries d using (organization_id)
      where s.organization_id = $1 and d.id = s.delivery_id`),
    suppressed: await rows(`select ${nameOf('address_key')} n, reason from suppressions where organization_id = $1`),
    people: await rows(`select ${nameOf('email')} n, subscription from contacts where organization_id = $1`),
    incidents: await rows(`select domain, mailbox_provider, class, state, refusals, first_seen_at, last_seen_at
      from incidents where organization_id = $1`),
  };
}

test(`in any order, in any batches and however often, the same reports come to the same (seed ${seed})`, async () => {
  const chance = chanceOf('receipts');
  const emails = addresses(12);
  const classes: [BounceClass, ...BounceClass[]] = [
    'hard',
    'full',
    'domain',
    'soft',
    'policy',
    'content',
    'auth',
    'unclear',
  ];
  const facts = Array.from({ length: 120 }, (_, n) => ({
    person: chance.between(0, emails.length - 1),
    isMessage: chance() < 0.2,
    some: {
      kind: chance.oneOf(reportKinds),
      source: chance.oneOf(['dsn', 'arf', 'sendgrid']),
      sourceId: chance() < 0.8 ? `report ${n}` : null,
      at: daysAgo(chance.between(1, 60) + chance()),
      given: chance.oneOf(classes),
      words: `answer ${n}`,
    } satisfies Partial<Report>,
  }));
  const outcomes = [];
  for (const isShuffled of [false, true]) {
    const member = await api.newOrganization();
    const { ids } = await buildDeliveries(api, member, emails, ['accepted', 'unknown', 'submitting', 'failed']);
    const messages: string[] = [];
    for (const [n, email] of emails.entries())
      messages.push(await buildMessage(member, email, n % 2 ? 'unknown' : 'accepted'));
    const reports = facts.map(({ person, isMessage, some }) => reportOf((isMessage ? messages : ids)[person]!, some));
    const told = isShuffled ? shuffled([...reports, ...reports.filter(() => chance() < 0.4)]) : reports;
    const batches = [];
    while (told.length > 0) batches.push(told.splice(0, isShuffled ? chance.between(1, 9) : 40));
    // Some at the same time, as webhooks and the listener come.
    while (batches.length > 0) await Promise.all(batches.splice(0, 3).map((batch) => receipts.apply(batch)));
    outcomes.push(await everythingOf(member, emails));
  }
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect(outcomes[0]!.suppressed.length).toBeGreaterThan(0);

  function shuffled<T>(items: T[]): T[] {
    return items
      .map((item) => ({ item, at: chance() }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ item }) => item);
  }
});

test('reports of several organizations are applied together; what is nobody’s is only counted', async () => {
  const [one, other] = [await api.newOrganization(), await api.newOrganization()];
  const [email = '', second = ''] = addresses(2);
  const first = await buildDeliveries(api, one, [email]);
  const message = await buildMessage(other, second, 'accepted');
  const reports = [
    reportOf(first.ids[0]!.toUpperCase(), { given: 'hard' }),
    reportOf(message, { given: 'hard' }),
    reportOf('0190aaaa-0000-7000-8000-000000000000'),
    reportOf('no id'),
  ];
  expect(await receipts.apply(reports)).toEqual({ stored: 2, repeated: 0, foreign: 2 });
  expect(await receipts.apply(reports)).toEqual({ stored: 0, repeated: 2, foreign: 2 });
  expect(await suppressedOf(one)).toEqual([`${email} hard_bounce`]);
  expect(await suppressedOf(other)).toEqual([`${second} hard_bounce`]);
});

test('a delivery of which nobody knew is accepted once anything is heard of it, and the proof is kept', async () => {
  const member = await api.newOrganization();
  const kinds = ['delivered', 'delayed', 'bounced', 'complained'] as const;
  const { campaignId, ids } = await buildDeliveries(api, member, addresses(5), ['unknown']);
  await receipts.apply(kinds.map((kind, n) => reportOf(ids[n]!, { kind, given: 'soft' })));
  const ledger = await watchLedger(member, campaignId, () => true);
  expect(ledger).toMatchObject({ accepted: 4, unknown: 1 });
  const { rows } = await api.owner.query<{ proof: string; source: string }>(
    'select proof, source from delivery_settlements where campaign_id = $1 order by delivery_id',
    [campaignId],
  );
  expect(rows).toEqual(kinds.map((proof) => ({ proof, source: 'dsn' })));
});

test('a report that overtakes the answer to the hand-over settles it; one at the hand-over itself does not', async () => {
  const member = await api.newOrganization();
  const { campaignId, ids } = await buildDeliveries(api, member, addresses(2), ['submitting']);
  await receipts.apply([reportOf(ids[0]!, { kind: 'delivered' }), reportOf(ids[1]!, { source: 'smtp' })]);
  expect(await watchLedger(member, campaignId, () => true)).toMatchObject({ accepted: 1, submitting: 1 });
});

test('each kind counts once per message, whoever reports it', async () => {
  const member = await api.newOrganization();
  const { campaignId, ids } = await buildDeliveries(api, member, addresses(2));
  await receipts.apply([
    reportOf(ids[0]!, { kind: 'delivered', source: 'ses' }),
    reportOf(ids[0]!, { kind: 'delivered', source: 'sendgrid' }),
    reportOf(ids[0]!, { kind: 'bounced' }),
    reportOf(ids[0]!, { kind: 'bounced', sourceId: 'another' }),
    reportOf(ids[1]!, { kind: 'delivered' }),
  ]);
  const { rows } = await api.owner.query(
    'select kind, people::int from engagement_counts where campaign_id = $1 order by 1',
    [campaignId],
  );
  expect(rows).toEqual([
    { kind: 'bounce', people: 1 },
    { kind: 'delivered', people: 2 },
  ]);
  expect((await member.call(reportsRoutes.report, { id: campaignId })).bounced).toBe(1);
});

test('policy, content and authentication suppress nobody and open one incident of the domain, which only later refusals reopen', async () => {
  const member = await api.newOrganization();
  const { ids } = await buildDeliveries(api, member, addresses(4));
  const refusal = (n: number, at: Date, words = `554 5.7.1 <person${n}@example.com> blocked`) =>
    reportOf(ids[n]!, { given: 'policy', at, words });
  await receipts.apply([refusal(0, daysAgo(3)), refusal(1, daysAgo(2)), reportOf(ids[2]!, { given: 'auth' })]);
  const incidents = async () =>
    (await member.call(incidentsRoutes.list, {})).items.toSorted((one, other) => (one.class < other.class ? -1 : 1));
  expect(await incidents()).toMatchObject([
    { class: 'auth', state: 'open', refusals: 1 },
    { class: 'policy', state: 'open', refusals: 2, samples: ['554 5.7.1 <…> blocked'] },
  ]);
  const { id } = (await incidents()).find((incident) => incident.class === 'policy')!;
  expect(await member.call(incidentsRoutes.close, { id })).toMatchObject({
    state: 'closed',
    closedAt: expect.any(String),
  });
  await receipts.apply([refusal(2, daysAgo(2))]);
  await receipts.apply([refusal(3, new Date(Date.now() + 1))]);
  expect((await incidents()).slice(1)).toMatchObject([
    { state: 'open', refusals: 1 },
    { state: 'closed', refusals: 3 },
  ]);
  expect(await suppressedOf(member)).toEqual([]);
});

test('a complaint suppresses and unsubscribes the person, also after a bounce and whatever a member decided', async () => {
  const member = await api.newOrganization();
  const [bounced = '', manual = '', plain = ''] = addresses(3);
  const { ids } = await buildDeliveries(api, member, [bounced, manual, plain]);
  await member.call(suppressionsRoutes.create, { address: manual });
  await receipts.apply([reportOf(ids[0]!, { given: 'hard' })]);
  await receipts.apply(ids.map((id) => reportOf(id, { kind: 'complained', source: 'arf', words: 'abuse' })));
  await receipts.apply([reportOf(ids[2]!, { given: 'hard' })]);
  expect(await suppressedOf(member)).toEqual(
    [bounced, manual, plain].map((address) => `${address} complaint`).toSorted(),
  );
  const { rows } = await api.owner.query<{ subscription: string }>(
    'select distinct subscription from contacts where organization_id = $1',
    [member.organizationId],
  );
  expect(rows).toEqual([{ subscription: 'unsubscribed' }]);
});

test('what a report says is stored within bounds: no NUL, no endless words, no time that cannot be', async () => {
  const member = await api.newOrganization();
  const { ids } = await buildDeliveries(api, member, addresses(1));
  const strange = { words: `a\0b${'x'.repeat(5_000)}`, sourceId: `${'k'.repeat(3_000)}\0`, status: '5\0.1.1' };
  const times = [new Date(Number.NaN), new Date(0), daysAgo(-400)];
  await receipts.apply(
    times.map((at, n) => reportOf(ids[0]!, { ...strange, sourceId: `${strange.sourceId}${n}`, at })),
  );
  const { rows } = await api.owner.query<{ words: string; status: string; at: Date }>(
    'select words, status, at from delivery_receipts where organization_id = $1',
    [member.organizationId],
  );
  expect(rows).toHaveLength(3);
  for (const { words, status, at } of rows) {
    expect([words.length, words.slice(0, 3), status]).toEqual([1_000, 'abx', '5.1.1']);
    expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(60_000);
  }
});
