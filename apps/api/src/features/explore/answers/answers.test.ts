import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { apiKeysRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { exploreLimits, type ExploreQueryInput, exploreRoutes } from '@engagex/domain/explore';
import { Clock } from '../../../ports/clock.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { acceptEvents, applyEvents } from '../../people/testing/accepted-events.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

const top = (name: string): ExploreQueryInput => ({
  kind: 'top',
  period: { kind: 'between', from: '2026-01-01', to: '2026-01-02' },
  event: { name },
  property: null,
});

async function buys(member: TestMember) {
  await acceptEvents(api, member, [{ anonymousId: 'a', name: 'buy', second: 1 }]);
  await applyEvents(api, member);
}

async function bought(member: TestMember): Promise<number | undefined> {
  const answer = await member.call(exploreRoutes.query, { query: top('buy') });
  return answer.kind === 'top' ? answer.items[0]?.events : undefined;
}

const start = Date.now();

/** It is so many milliseconds later than when the tests began. */
function later(ms: number) {
  vi.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(start + ms));
}

test('an answer is given again for seconds whatever happens, and for a minute while nothing is counted', async () => {
  const member = await api.newOrganization();
  await buys(member);
  later(0);
  expect(await bought(member)).toBe(1);
  await buys(member);
  later(exploreLimits.freshMs);
  expect(await bought(member)).toBe(1);
  later(exploreLimits.freshMs + 1);
  expect(await bought(member)).toBe(2);
  await api.owner.query('delete from events where organization_id = $1', [member.organizationId]);
  await acceptEvents(api, member, [{ anonymousId: 'a', name: 'visit', second: 1 }]);
  const { rows } = await api.owner.query<{ id: string }>('select id from events where organization_id = $1', [
    member.organizationId,
  ]);
  expect(rows).toHaveLength(1);
  later(2 * exploreLimits.freshMs + 2);
  expect(await bought(member)).toBeUndefined();
  await api.owner.query(`update events set name = 'buy' where organization_id = $1`, [member.organizationId]); // not noticed
  later(2 * exploreLimits.freshMs + 2 + exploreLimits.keptMs);
  expect(await bought(member)).toBeUndefined();
  later(2 * exploreLimits.freshMs + 3 + exploreLimits.keptMs);
  expect(await bought(member)).toBe(1);
});

test('an answer of one organization is given to no other, nor to those who may not ask', async () => {
  const [member, stranger] = [await api.newOrganization(), await api.newOrganization()];
  await buys(member);
  expect(await bought(member)).toBe(1);
  expect(await bought(stranger)).toBeUndefined();
  expect(await bought(await api.newMember(member.organizationId, 'analyst'))).toBe(1);
  const { secret } = await member.call(apiKeysRoutes.create, { name: 'Events', scopes: ['events:write'] });
  const refused = await fetch(new URL('/api/explore/query', api.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: top('buy') }),
  });
  expect(refused.status).toBe(403);
});

test('another time zone asks anew at once: its days are others', async () => {
  const member = await api.newOrganization();
  const ask = async () => (await member.call(exploreRoutes.query, { query: top('buy') })).timeZone;
  expect(await ask()).toBe('UTC');
  await member.call(organizationRoutes.update, { name: 'Shop', timeZone: 'Asia/Kathmandu' });
  expect(await ask()).toBe('Asia/Kathmandu');
});

/** While it runs, questions wait for a lock; resolves to what `work` does. */
async function whileLocked<T>(work: (waiting: (times: number) => Promise<void>) => Promise<T>): Promise<T> {
  const writer = await api.owner.connect();
  const waiting = (times: number) =>
    vi.waitFor(async () => {
      const { rows } = await api.owner.query<{ times: number }>(
        `select count(*)::int as times from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and state = 'active'`,
      );
      expect(rows[0]?.times).toBe(times);
    }, 10_000);
  try {
    await writer.query('begin; lock table person_links in access exclusive mode');
    return await work(waiting);
  } finally {
    await writer.query('rollback');
    writer.release();
  }
}

function askUntil(member: TestMember, name: string, gone: AbortSignal) {
  return member.fetch('/api/explore/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: top(name) }),
    signal: gone,
  });
}

test('what several ask at once is answered once, and given up in PostgreSQL when the last of them leaves', async () => {
  const member = await api.newOrganization();
  const asked = await whileLocked(async (waiting) => {
    const [first, second] = [new AbortController(), new AbortController()];
    const leaving = [first, second].map(({ signal }) => askUntil(member, 'gone', signal));
    await waiting(1);
    const staying = [1, 2, 3].map(() => member.call(exploreRoutes.query, { query: top('buy') }));
    await waiting(2);
    first.abort();
    await expect(leaving[0]).rejects.toThrow('aborted');
    await waiting(2);
    second.abort();
    await expect(leaving[1]).rejects.toThrow('aborted');
    await waiting(1);
    return staying;
  });
  const answers = await Promise.all(asked);
  expect(new Set(answers.map(({ asOf }) => asOf)).size).toBe(1);
  expect((await member.call(exploreRoutes.query, { query: top('gone') })).kind).toBe('top');
});

test('an organization gets so many turns at once, the others theirs; beyond, it is told when to ask again', async () => {
  const [busy, other] = [await api.newOrganization(), await api.newOrganization()];
  const { atOnceOfOrganization, waitingOfOrganization, atOnce } = exploreLimits;
  const never = new AbortController().signal;
  const asked = await whileLocked(async (waiting) => {
    const mostAtOnce = atOnceOfOrganization + waitingOfOrganization;
    const answers = Array.from({ length: mostAtOnce + 1 }, (_, number) => askUntil(busy, `event ${number}`, never));
    const refused = await Promise.race(answers);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await refused.json()).toMatchObject({ code: 'explore.too-many-questions' });
    await waiting(atOnceOfOrganization);
    answers.push(...['a', 'b'].map((name) => askUntil(other, name, never)));
    await waiting(atOnce);
    return answers;
  });
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200)).toEqual([429]);
});
