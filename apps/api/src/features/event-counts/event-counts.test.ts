import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { peopleRoutes } from '@engagex/domain/people';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { chanceOf, seed } from '../../testing/chance.ts';
import { addresses } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { sized } from '../../testing/size.ts';
import { EventsWorker } from '../events/events.worker.ts';
import { type AcceptedEvent, acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';
import { EventCounts } from './event-counts.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const ever = { from: new Date('2020-01-01Z'), to: new Date('2030-01-01Z') };

function inScopeOf<T>({ organizationId }: TestMember, work: () => Promise<T>): Promise<T> {
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  return runInScope(scope, () => api.app.get(TenantDb).transaction(work));
}

function counted(member: TestMember, span = ever) {
  const counts = api.app.get(EventCounts);
  return inScopeOf(member, () =>
    api.app.get(TenantDb).answersTo([counts.byName(span), counts.purchases(span), counts.products(span, 10)]),
  );
}

function differences(member: TestMember, since = '2020-01-01') {
  return inScopeOf(member, () =>
    api.app
      .get(TenantDb)
      .rows<{ kind: string; what: string }>('select kind, what from differences_of_event_counts($1)', [since]),
  );
}

const purchase = (amount: unknown, currency: unknown, second = 0): AcceptedEvent => ({
  anonymousId: 'phone',
  name: 'purchase',
  properties: { order_amount: amount, currency },
  second,
});
const view = (product: unknown, second = 0): AcceptedEvent => ({
  anonymousId: 'phone',
  kind: 'page',
  name: 'page_view',
  properties: { product_id: product },
  second,
});

test('purchases add up exactly and by currency, products by their views, and nothing yet is no error', async () => {
  const member = await api.newOrganization();
  expect(await counted(member)).toEqual([[], [], []]);
  const bought = [
    purchase(0.1, 'EUR'),
    purchase(0.2, 'EUR'),
    purchase(1e15, 'JPY'),
    purchase('7', 'EUR'),
    purchase(0, null),
  ];
  await acceptEvents(api, member, bought, [view('mug'), view('mug'), view(5), view(''), view({}), view(undefined)]);
  await acceptEvents(api, member, [{ anonymousId: 'phone', kind: 'identify', name: 'identify' }]);
  await applyEvents(api, member);
  const [names, purchases, products] = await counted(member);
  expect(names).toEqual([
    { name: 'page_view', count: '6' },
    { name: 'purchase', count: '5' },
  ]);
  expect(purchases).toMatchObject([
    { currency: 'EUR', count: '2', sum: '0.3', minimum: '0.1', maximum: '0.2' },
    { currency: 'JPY', count: '1', sum: '1000000000000000' },
  ]);
  expect(Number(purchases[0]?.average)).toBe(0.15);
  expect(products).toEqual([
    { product: 'mug', views: '2' },
    { product: '5', views: '1' },
  ]);
  const stranger = await api.newOrganization();
  expect(await counted(stranger)).toEqual([[], [], []]);
});

test('purchases and views of one quarter hour add up over as many batches as they come in', async () => {
  const member = await api.newOrganization();
  for (const amount of [5, 2.5, 9]) {
    await acceptEvents(api, member, [purchase(amount, 'EUR', 60), view('mug', 70)]);
    await applyEvents(api, member);
  }
  const [names, purchases, products] = await counted(member);
  expect(names.map(({ count }) => count)).toEqual(['3', '3']);
  expect(purchases).toMatchObject([{ count: '3', sum: '16.5', minimum: '2.5', maximum: '9' }]);
  expect(products).toEqual([{ product: 'mug', views: '3' }]);
});

test('an event counts when it happened, also if it arrives late', async () => {
  const member = await api.newOrganization();
  await acceptEvents(api, member, [view('mug', 899), view('mug', 900)]);
  await applyEvents(api, member);
  await acceptEvents(api, member, [view('mug', 3)]);
  await api.owner.query(
    `update events set received_at = received_at + interval '3 days' where organization_id = $1 and occurred_at = '2026-01-01 00:00:03Z'`,
    [member.organizationId],
  );
  await api.owner.query(
    `update event_batches set last_received_at = last_received_at + interval '3 days' where organization_id = $1`,
    [member.organizationId],
  );
  await applyEvents(api, member);
  const quarter = { from: new Date('2026-01-01Z'), to: new Date('2026-01-01T00:15Z') };
  expect((await counted(member, quarter))[0]).toEqual([{ name: 'page_view', count: '2' }]);
  expect(await differences(member)).toEqual([]);
  // What is corrected of one day of receipt leaves the others of the same quarter hour.
  for (const table of ['event_counts set count', 'product_counts set views']) {
    await api.owner.query(
      `update ${table} = 9 where organization_id = $1 and at = '2026-01-01Z' and received_on = '2026-01-01'`,
      [member.organizationId],
    );
  }
  await inScopeOf(member, () => api.app.get(TenantDb).rows(`select rebuild_event_counts('2020-01-01')`));
  expect((await counted(member, quarter))[0]).toEqual([{ name: 'page_view', count: '2' }]);
  expect(await differences(member)).toEqual([]);
});

test('what was counted stays when events are forgotten', async () => {
  const member = await api.newOrganization();
  await acceptEvents(api, member, [view('mug'), purchase(5, 'EUR', 86_400)]);
  await applyEvents(api, member);
  const before = await counted(member);
  await api.owner.query('insert into event_settings (organization_id, retention_days) values ($1, 30)', [
    member.organizationId,
  ]);
  const scope = { organizationId: member.organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await runInScope(scope, () => api.app.get(EventsWorker).forgetOld());
  const left = await api.owner.query('select from events where organization_id = $1', [member.organizationId]);
  expect(left.rowCount).toBe(0);
  expect(await counted(member)).toEqual(before);
  expect(await differences(member, '2026-02-01')).toEqual([]);
});

test('a rebuild finds counts that are wrong, and leaves what still waits to its stage', async () => {
  const member = await api.newOrganization();
  await acceptEvents(api, member, [view('mug'), view('cup', 900), purchase(5, 'EUR')]);
  await applyEvents(api, member);
  await acceptEvents(api, member, [view('mug'), purchase(7, 'USD')]);
  const right = await counted(member);
  expect(await differences(member)).toEqual([]);
  await api.owner.query(
    `with a as (update event_counts set count = count + 1 where organization_id = $1 and name = 'purchase'),
       b as (delete from product_counts where organization_id = $1 and product = 'cup')
     update purchase_counts set sum = sum + 0.01 where organization_id = $1`,
    [member.organizationId],
  );
  expect(await differences(member)).toEqual([
    { kind: 'events', what: 'purchase' },
    { kind: 'products', what: 'cup' },
    { kind: 'purchases', what: 'EUR' },
  ]);
  const rebuild = () =>
    inScopeOf(member, () =>
      api.app.get(TenantDb).row<{ wrong: string }>(`select rebuild_event_counts('2020-01-01') as wrong`),
    );
  expect(await rebuild()).toEqual({ wrong: '3' });
  expect(await counted(member)).toEqual(right);
  expect(await rebuild()).toEqual({ wrong: '0' });
  await applyEvents(api, member);
  expect(await differences(member)).toEqual([]);
  expect((await counted(member))[1]).toHaveLength(2);
});

test(`counts are equal to the events, whatever arrives when (SEED=${seed})`, async () => {
  const chance = chanceOf('event counts');
  const member = await api.newOrganization();
  for (let round = 0; round < 6; round += 1) {
    const events = Array.from({ length: chance.between(1, 60) }, (): AcceptedEvent => {
      const second = chance.between(0, 5 * 86_400);
      if (chance() < 0.3)
        return purchase(
          chance.oneOf([chance.between(0, 10_000) / 100, '3', null, -0]),
          chance.oneOf(['EUR', 'JPY', null]),
          second,
        );
      if (chance() < 0.5) return view(chance.oneOf(['mug', 7, '', '€'.repeat(300), null, ['x']]), second);
      return { anonymousId: randomUUID(), name: chance.oneOf(['signup', 'Signup', 'a\u00e9']), second };
    });
    await acceptEvents(api, member, events);
    if (chance() < 0.6) await applyEvents(api, member);
    expect(await differences(member)).toEqual([]);
  }
});

/** What is counted of the events that are kept, by its own words. */
async function countedByHand({ organizationId }: TestMember) {
  const { rows } = await api.owner.query<{ name: string; properties: Record<string, unknown> }>(
    `select name, properties from events where organization_id = $1 and kind in ('track', 'page')`,
    [organizationId],
  );
  const totals: Record<string, number> = {};
  const add = (key: string, by = 1) => (totals[key] = (totals[key] ?? 0) + by);
  for (const { name, properties } of rows) {
    add(name);
    const { order_amount, currency, product_id } = properties;
    if (name === 'purchase' && typeof order_amount === 'number' && typeof currency === 'string')
      add(`${currency} in cents`, Math.round(order_amount * 100));
    if (name === 'page_view' && product_id !== '' && ['string', 'number'].includes(typeof product_id))
      add(`product ${String(product_id)}`);
  }
  return totals;
}

async function countedTotals(member: TestMember) {
  const [names, purchases, products] = await counted(member);
  return Object.fromEntries([
    ...names.map(({ name, count }) => [name, Number(count)] as const),
    ...purchases.map(({ currency, sum }) => [`${currency} in cents`, Math.round(Number(sum) * 100)] as const),
    ...products.map(({ product, views }) => [`product ${product}`, Number(views)] as const),
  ]);
}

test(
  `a rebuild counts what is left, whoever was merged, separated, erased or deleted meanwhile (SEED=${seed})`,
  async () => {
    const chance = chanceOf('rebuilt counts');
    for (let history = 0; history < sized(1, 100); history += 1) {
      const member = await api.newOrganization();
      const users = addresses(4, `counted-${history}`).map((email, index) => ({ email, externalId: `user ${index}` }));
      const contacts = await Promise.all(users.map((user) => member.call(contactsRoutes.create, user)));
      const erased = new Set<string>();
      for (let round = 0; round < 5; round += 1) {
        const events = Array.from({ length: chance.between(5, 40) }, (): AcceptedEvent => {
          const anonymousId = `device ${chance.between(0, 3)}`;
          const userId = `user ${chance.between(0, 3)}`;
          const second = chance.between(0, 3 * 86_400);
          const who = chance() < 0.5 ? { anonymousId } : { anonymousId: undefined, userId, isTrusted: true };
          if (chance() < 0.15) return { kind: 'identify', anonymousId, userId, isTrusted: true, second };
          if (chance() < 0.4)
            return { ...purchase(chance.between(0, 9_999) / 100, chance.oneOf(['EUR', 'JPY']), second), ...who };
          return { ...view(chance.oneOf(['mug', 7, '', null]), second), ...who };
        });
        await acceptEvents(api, member, events);
        await applyEvents(api, member);
        const chosen = chance.between(0, 3);
        await chance.oneOf<() => Promise<unknown>>([
          async () => {
            const { rows } = await api.owner.query<{ id: string; linkId: string }>(
              `select into_id as id, id as "linkId" from person_links where organization_id = $1 and undone_at is null limit 1`,
              [member.organizationId],
            );
            for (const each of rows) await member.call(peopleRoutes.separate, each);
          },
          async () => {
            const contact = contacts[chosen];
            if (!contact || erased.has(contact.id)) return;
            erased.add(contact.id);
            await member.call(personalDataRoutes.erase, { id: contact.id, address: users[chosen]?.email ?? '' });
          },
          () =>
            api.owner.query(
              `delete from events where organization_id = $1 and id in (
                 select id from events where organization_id = $1 order by md5(id::text || $2) limit $3)`,
              [member.organizationId, String(history), chance.between(1, 20)],
            ),
        ])();
        await inScopeOf(member, () => api.app.get(TenantDb).rows(`select rebuild_event_counts('2020-01-01')`));
        const about = `history ${history}, round ${round}`;
        expect(await differences(member), about).toEqual([]);
        expect(await countedTotals(member), about).toEqual(await countedByHand(member));
      }
    }
  },
  sized(60_000, 3_600_000),
);
