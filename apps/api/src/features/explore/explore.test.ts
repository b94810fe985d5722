import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import {
  type ExploreAnswer,
  type ExploreKind,
  type ExploreQueryInput,
  exploreRoutes,
  topQuery,
} from '@engagex/domain/explore';
import { organizationRoutes } from '@engagex/domain/accounts';
import { segmentsRoutes } from '@engagex/domain/segments';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { type AcceptedEvent, acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';
import { PostgresEventAnalysis } from './postgres/postgres-event-analysis.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** What these did, second by second from the beginning of 2026. */
async function shopWith(...events: AcceptedEvent[]): Promise<TestMember> {
  const member = await api.newOrganization();
  await acceptEvents(api, member, events);
  await applyEvents(api, member);
  return member;
}

const did = (anonymousId: string, name: string, second: number, properties = {}): AcceptedEvent => ({
  anonymousId,
  name,
  second,
  properties,
});
const period = { kind: 'between', from: '2026-01-01', to: '2026-01-02' } as const;
const day = 86_400;
type Series = Extract<ExploreQueryInput, { kind: 'series' }>;

async function ask<Kind extends ExploreKind>(
  member: TestMember,
  query: Extract<ExploreQueryInput, { kind: Kind }>,
): Promise<Extract<ExploreAnswer, { kind: Kind }>> {
  const answer = await member.call(exploreRoutes.query, { query });
  if (answer.kind !== query.kind) throw new Error(`Asked for ${query.kind} and told ${answer.kind}.`);
  return answer as Extract<ExploreAnswer, { kind: Kind }>; // as was just compared
}

const peopleIn = async (member: TestMember, steps: string[], more: object = {}) => {
  const answer = await ask(member, { kind: 'funnel', period, steps: steps.map((name) => ({ name })), ...more });
  return answer.whole.people;
};

test('a repeated step needs the event as often as it is repeated', async () => {
  const member = await shopWith(did('a', 'visit', 1), did('b', 'visit', 1), did('b', 'visit', 2));
  expect(await peopleIn(member, ['visit', 'visit'])).toEqual([2, 1]);
  expect(await peopleIn(member, ['visit', 'visit'], { order: 'any' })).toEqual([2, 1]);
  expect(await peopleIn(member, ['visit', 'visit', 'visit'], { order: 'strict' })).toEqual([2, 1, 0]);
});

test('steps at the same moment count in the order in which they were received', async () => {
  const member = await api.newOrganization();
  for (const name of ['cart', 'buy']) await acceptEvents(api, member, [did('a', name, 5)]);
  await acceptEvents(api, member, [did('b', 'buy', 5)]);
  await api.owner.query(
    `update events set received_at = received_at + case name when 'buy' then interval '1 s' else interval '0' end
     where organization_id = $1`,
    [member.organizationId],
  );
  expect(await peopleIn(member, ['cart', 'buy'])).toEqual([1, 1]);
  expect(await peopleIn(member, ['buy', 'cart'])).toEqual([2, 0]);
});

test('a window includes its end, an exclusion ends an attempt, and a later attempt still counts', async () => {
  const member = await shopWith(
    did('on time', 'cart', 0),
    did('on time', 'buy', 3_600),
    did('late', 'cart', 0),
    did('late', 'buy', 3_601),
    did('left', 'cart', 0),
    did('left', 'leave', 5),
    did('left', 'buy', 9),
    did('again', 'cart', 0),
    did('again', 'leave', 5),
    did('again', 'cart', 6),
    did('again', 'buy', 9),
  );
  const window = { count: 1, unit: 'hour' };
  expect(await peopleIn(member, ['cart', 'buy'], { window })).toEqual([4, 3]);
  expect(await peopleIn(member, ['cart', 'buy'], { window, exclusions: [{ name: 'leave' }] })).toEqual([4, 2]);
  expect(await peopleIn(member, ['cart', 'buy'], { window, exclusions: [{ name: 'leave' }], order: 'any' })).toEqual([
    4, 2,
  ]);
});

test('parts of a funnel add up to the whole, by a property of the first step', async () => {
  const member = await shopWith(
    did('a', 'cart', 0, { from: 'mail' }),
    did('a', 'buy', 1, { from: 'web' }),
    did('b', 'cart', 0, { from: 'mail' }),
    did('c', 'cart', 0, { from: 'web' }),
    did('d', 'cart', 0),
  );
  const breakdown = { property: 'from', most: 1 };
  const answer = await ask(member, { kind: 'funnel', period, steps: [{ name: 'cart' }, { name: 'buy' }], breakdown });
  expect(answer.whole).toMatchObject({ people: [4, 1], medianSeconds: [null, 1] });
  expect(answer.parts).toMatchObject([
    { group: { kind: 'value', value: 'mail' }, people: [2, 1] },
    { group: { kind: 'other' }, people: [2, 0] },
  ]);
});

test('people who turned out to be one count once, and it is one funnel', async () => {
  const member = await shopWith(
    did('phone', 'cart', 1),
    { kind: 'identify', anonymousId: 'phone', userId: 'ada', isTrusted: true, second: 2 },
    { name: 'buy', userId: 'ada', isTrusted: true, second: 3 },
  );
  expect(await peopleIn(member, ['cart', 'buy'])).toEqual([1, 1]);
  const paths = { kind: 'paths', period, event: { name: 'cart' }, steps: 1 } as const;
  expect((await ask(member, paths)).links.map(({ to }) => to.name)).toEqual(['buy']);

  await api.owner.query(
    `update person_links set undone_at = now(), undone_reason = 'member' where organization_id = $1`,
    [member.organizationId],
  );
  await member.call(organizationRoutes.update, { name: 'Shop', timeZone: 'Europe/London' }); // asks anew
  expect(await peopleIn(member, ['cart', 'buy'])).toEqual([1, 0]);
  const back = { ...paths, direction: 'before', event: { name: 'buy' } } as const;
  for (const separated of [paths, back]) expect((await ask(member, separated)).links).toEqual([]);
});

test('a funnel that begins in the period may end after it, and a device whose clock is ahead is not left out', async () => {
  const member = await shopWith(
    did('a', 'cart', 2 * day - 1),
    did('a', 'buy', 2 * day + 1),
    did('b', 'cart', 2 * day + 2),
    did('c', 'early', 12 * 3_600),
  );
  expect(await peopleIn(member, ['cart', 'buy'])).toEqual([1, 1]);
  await api.owner.query(
    `update events set occurred_at = occurred_at + interval '23 hours' where organization_id = $1 and name = 'early'`,
    [member.organizationId],
  );
  const secondDay = { kind: 'between', from: '2026-01-02', to: '2026-01-02' } as const;
  expect(await peopleIn(member, ['early', 'buy'], { period: secondDay })).toEqual([1, 0]);
});

test('retention counts days of the organization; zeros are told, days that are not over are not', async () => {
  const member = await shopWith(
    did('a', 'visit', 10 * 3_600),
    did('a', 'visit', 14 * 3_600),
    did('b', 'visit', 10 * 3_600),
  );
  // 14:00 UTC is the next day in Kiritimati, fourteen hours ahead.
  await member.call(organizationRoutes.update, { name: 'Shop', timeZone: 'Pacific/Kiritimati' });
  const about = { kind: 'retention', interval: 'day', begins: { name: 'visit' }, returns: { name: 'visit' } } as const;
  const answer = await ask(member, {
    ...about,
    period: { kind: 'between', from: '2026-01-02', to: '2026-01-03' },
    intervals: 2,
  });
  expect(answer.cohorts.map(({ size, returned }) => [size, ...returned])).toEqual([
    [2, 2, 0, 0],
    [0, 0, 0, 0],
  ]);
  const today = await ask(member, { ...about, period: { kind: 'last', days: 2 }, intervals: 1 });
  expect(today.cohorts.map(({ size, returned }) => [size, ...returned])).toEqual([
    [0, 0, null],
    [0, null, null],
  ]);
  const early = await shopWith(did('a', 'visit', 23 * 3_600), did('a', 'visit', 25 * 3_600));
  const next = await ask(early, {
    ...about,
    period: { kind: 'between', from: '2026-01-01', to: '2026-01-01' },
    intervals: 1,
  });
  expect(next.cohorts.map(({ size, returned }) => [size, ...returned])).toEqual([[1, 1, 1]]);
});

test('weeks begin with the day the organization chose', async () => {
  const member = await shopWith(did('a', 'visit', 3 * day)); // a Sunday
  const about: Series = {
    kind: 'series',
    period: { kind: 'between', from: '2026-01-01', to: '2026-01-07' },
    interval: 'week',
    events: [{ name: 'visit' }],
  };
  expect((await ask(member, about)).lines[0]?.values).toEqual(['1', '0']);
  await member.call(organizationRoutes.update, { name: 'Shop', weekStart: 'sunday' });
  expect((await ask(member, about)).lines[0]?.values).toEqual(['0', '1']);
});

test('amounts are exact and never added up over currencies', async () => {
  const paid = (amount: number, currency: string, of = 'x') =>
    did('a', 'purchase', 1, { order_amount: amount, currency, of });
  const member = await shopWith(paid(0.1, 'EUR'), paid(0.2, 'EUR'), paid(700, 'JPY'));
  const measure = { kind: 'sum', property: 'order_amount' } as const;
  const about: Series = { kind: 'series', period, interval: 'day', events: [{ name: 'purchase' }], measure };
  const answer = await ask(member, about);
  expect(answer.breakdownProperty).toBe('currency');
  expect(answer.lines.map(({ group, total }) => [group, total])).toEqual([
    [{ kind: 'value', value: 'EUR' }, '0.3'],
    [{ kind: 'value', value: 'JPY' }, '700'],
  ]);
  await expect(ask(member, { ...about, breakdown: { property: 'of' } })).rejects.toMatchObject({
    status: 400,
    problem: { code: 'explore.several-currencies' },
  });
  const inEuro = [{ type: 'text', name: 'currency', predicate: { op: 'is', value: 'EUR' } }] as const;
  const ofEuro = await ask(member, {
    ...about,
    events: [{ name: 'purchase', properties: [...inEuro] }],
    breakdown: { property: 'of' },
  });
  expect(ofEuro.lines.map(({ total }) => total)).toEqual(['0.3']);
});

test('an organization without events gets zeros, and what cannot be asked says why', async () => {
  const member = await api.newOrganization();
  expect(await peopleIn(member, ['cart', 'buy'])).toEqual([0, 0]);
  const last = { kind: 'last', days: 7 } as const;
  const series = await ask(member, {
    kind: 'series',
    period: last,
    interval: 'day',
    events: [{ name: 'visit' }],
    comparesBefore: true,
  });
  expect(series.lines).toMatchObject([{ total: '0', before: { total: '0' } }]);
  expect(series.points.map(({ isComplete }) => isComplete)).toEqual([true, true, true, true, true, true, false]);
  expect(await ask(member, { kind: 'top', period: last, event: { name: null }, property: 'of' })).toMatchObject({
    items: [],
    other: null,
  });
  expect(await ask(member, { kind: 'paths', period: last, event: { name: 'visit' } })).toMatchObject({
    nodes: [],
    links: [],
  });
  const hours: Series = {
    kind: 'series',
    period: { kind: 'last', days: 90 },
    interval: 'hour',
    events: [{ name: 'visit' }],
  };
  await expect(ask(member, hours)).rejects.toMatchObject({ problem: { code: 'explore.too-many-points' } });
  const bad: object[] = [
    { kind: 'funnel', period, steps: [{ name: 'a' }] },
    { kind: 'funnel', period, order: 'any', steps: ['a', 'a', 'a', 'a'].map((name) => ({ name })) },
    {
      kind: 'series',
      period: { kind: 'between', from: '2026-02-01', to: '2026-01-01' },
      interval: 'day',
      events: [{ name: 'a' }],
    },
    {
      kind: 'series',
      period: { kind: 'between', from: '2026-02-30', to: '2026-03-01' },
      interval: 'day',
      events: [{ name: 'a' }],
    },
    { kind: 'top', period, event: { name: 'a\u0000' }, property: null },
    { kind: 'nothing', period },
  ];
  for (const query of bad) {
    const response = await member.fetch('/api/explore/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect([response.status, query]).toEqual([400, query]);
  }
});

test('who they are: people behind a number, by those who may see people; saved as a segment when they are contacts', async () => {
  const member = await shopWith(
    { kind: 'identify', userId: 'ada', isTrusted: true, second: 1 },
    ...[1, 2].map((second) => ({ name: 'buy', userId: 'ada', isTrusted: true, second })),
    did('somebody', 'buy', 1),
  );
  const contact = await member.call(contactsRoutes.create, { externalId: 'ada' });
  await acceptEvents(api, member, [{ kind: 'identify', userId: 'ada', isTrusted: true, second: 5 }]);
  await applyEvents(api, member);
  const query: Series = { kind: 'series', period, interval: 'day', events: [{ name: 'buy' }] };
  const { points } = await ask(member, query);
  const of = { kind: 'series', point: points[0]?.from ?? '' } as const;
  const page = await member.call(exploreRoutes.people, { query, of, limit: 1 });
  const rest = await member.call(exploreRoutes.people, { query, of, limit: 1, cursor: page.nextCursor ?? '' });
  expect([...page.items, ...rest.items].map(({ key }) => key).toSorted()).toEqual(['ada', 'somebody']);
  expect(rest.nextCursor).toBeNull();
  const nobody = await member.call(exploreRoutes.people, {
    query,
    of: { kind: 'series', point: points[1]?.from ?? '' },
  });
  expect(nobody.items).toEqual([]);
  await expect(
    member.call(exploreRoutes.people, { query, of: { kind: 'funnel', step: 0, outcome: 'reached' } }),
  ).rejects.toMatchObject({
    problem: { code: 'explore.unknown-number' },
  });

  const saved = await member.call(exploreRoutes.savePeople, { query, of, name: 'Buyers' });
  expect(saved).toMatchObject({ contacts: 1, others: 1 });
  const members = await member.call(segmentsRoutes.members, { id: saved.segmentId });
  expect(members.items.map(({ id }) => id)).toEqual([contact.id]);

  const analyst = await api.newMember(member.organizationId, 'analyst');
  expect((await ask(analyst, query)).lines[0]?.total).toBe('3');
  await expect(analyst.call(exploreRoutes.people, { query, of })).rejects.toMatchObject({ status: 403 });
  const stranger = await api.newOrganization();
  expect((await ask(stranger, query)).lines[0]?.total).toBe('0');
});

/** Gives up at once. */
class ImpatientAnalysis extends PostgresEventAnalysis {
  protected override readonly limitMs = 50;
}

test('a question that takes too long is given up, and says what to do', async () => {
  const { organizationId } = await api.newOrganization();
  const db = api.app.get(TenantDb);
  const analysis = new ImpatientAnalysis(db);
  const query = topQuery.parse({ kind: 'top', period, event: { name: 'buy' }, property: null });
  const span = { from: new Date('2026-01-01Z'), to: new Date('2026-01-02Z') };
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  const writer = await api.owner.connect();
  try {
    await writer.query('begin; lock table events in access exclusive mode');
    const asked = runInScope(scope, () => db.transaction(() => analysis.top(query, span)));
    await expect(asked).rejects.toMatchObject({ kind: 'limit', code: 'explore.too-slow' });
  } finally {
    await writer.query('rollback');
    writer.release();
  }
});

test('a top list has the greatest first, and what is left together', async () => {
  const viewed = (product: unknown, person: string) => did(person, 'page_view', 1, { product_id: product });
  const member = await shopWith(
    viewed('mug', 'a'),
    viewed('mug', 'b'),
    viewed(5, 'a'),
    viewed('cup', 'a'),
    viewed(undefined, 'c'),
  );
  const answer = await ask(member, {
    kind: 'top',
    period,
    event: { name: 'page_view' },
    property: 'product_id',
    measure: { kind: 'people' },
    most: 2,
  });
  expect(answer.items).toEqual([
    { value: 'mug', amount: '2', events: 2 },
    { value: null, amount: '1', events: 1 },
  ]);
  expect(answer.other).toEqual({ values: 2, amount: '1', events: 2 });
  const query = { kind: 'top', period, event: { name: 'page_view' }, property: 'product_id', most: 1 } as const;
  for (const [group, people] of [
    [{ kind: 'all' }, 3],
    [{ kind: 'value', value: 'mug' }, 2],
    [{ kind: 'other' }, 2],
  ] as const)
    expect((await member.call(exploreRoutes.people, { query, of: { kind: 'top', group } })).items).toHaveLength(people);
});

test('paths show what people do next, and where they end', async () => {
  const member = await shopWith(
    ...['visit', 'visit', 'cart', 'buy'].map((name, second) => did('a', name, second)),
    ...['visit', 'cart'].map((name, second) => did('b', name, second)),
    did('c', 'visit', 0),
    did('c', 'buy', 3_600),
  );
  const answer = await ask(member, { kind: 'paths', period, event: { name: 'visit' }, steps: 2 });
  expect(answer.nodes).toEqual([
    { place: 0, name: 'visit', value: null, people: 3, ended: 1 },
    { place: 1, name: 'cart', value: null, people: 2, ended: 1 },
    { place: 2, name: 'buy', value: null, people: 1, ended: 1 },
  ]);
  expect(answer.links.map(({ from, to, people }) => [from.name, to.name, people])).toEqual([
    ['visit', 'cart', 2],
    ['cart', 'buy', 1],
  ]);
  const back = await ask(member, { kind: 'paths', period, direction: 'before', event: { name: 'buy' }, steps: 1 });
  expect(back.links.map(({ from, to, people }) => [from.name, to.name, people])).toEqual([['buy', 'cart', 1]]);

  const short = await ask(member, { kind: 'paths', period, event: { name: 'visit' }, steps: 1 });
  expect(short.nodes.at(-1)).toEqual({ place: 1, name: 'cart', value: null, people: 2, ended: 1 });
  expect(short.links.map(({ from, to, people }) => [from.name, to.name, people])).toEqual([['visit', 'cart', 2]]);
  const few = await ask(member, {
    kind: 'paths',
    period,
    event: { name: 'visit' },
    steps: 1,
    most: 1,
    gapMinutes: 120,
  });
  expect(few.nodes.map(({ name, people }) => [name, people])).toEqual([
    ['visit', 3],
    ['cart', 2],
    [null, 1],
  ]);
});
