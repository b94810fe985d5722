import pg from 'pg';
import type { SegmentBranch, SegmentCondition, SegmentNode, SegmentView } from '@engagex/domain/segments';
import type { Product } from './product.ts';
import { median, type Row } from './rounds.ts';

/** SEGMENTS_SCALE=0.1 is a tenth of it, for a quick look. */
const scale = Number(process.env['SEGMENTS_SCALE'] ?? 1);
const contacts = Math.round(500_000 * scale);
const events = Math.round(5_000_000 * scale);
const rounds = 15;

/** The events of contact n: 10 each, of four names, over the past 200 days. Half have opened one of two campaigns. */
const seed = [
  `insert into contacts (organization_id, email, first_name, country, language, attributes, subscription, unsubscribed_at, created_at)
   select $1, 'seg' || n || '@example.com', 'First' || n % 1000, (array['DE','FR','CH','GB','US'])[1 + n % 5], 'en',
     jsonb_build_object('city', (array['Bern','Berlin','Paris'])[1 + n % 3], 'orders', n % 40, 'tags', jsonb_build_array('t' || n % 7)),
     case when n % 20 = 0 then 'unsubscribed' else 'subscribed' end, case when n % 20 = 0 then now() end, now() - n % 400 * interval '1 day'
   from generate_series(1, ${contacts}) n`,
  `create table bench_people as select id, row_number() over (order by id) - 1 as n from contacts where organization_id = $1`,
  `create unique index on bench_people (n)`,
  `insert into contact_events (organization_id, contact_id, name, properties, occurred_at)
   select $1, p.id, (array['page_viewed','page_viewed','page_viewed','cart_filled','order','signed_in'])[1 + (e * 7 + e / ${contacts}) % 6],
     jsonb_build_object('total', (e * 37) % 500, 'shop', (array['Bern','Berlin'])[1 + (e / 3) % 2]), now() - (e * 131 + e / ${contacts} * 17) % 200 * interval '1 day'
   from generate_series(0, ${events} - 1) e join bench_people p on p.n = e % ${contacts}`,
  `insert into groups (organization_id, name) values ($1, 'A third')`,
  `insert into group_members (organization_id, group_id, contact_id) select $1, g.id, p.id
   from bench_people p, groups g where g.organization_id = $1 and g.name = 'A third' and p.n % 3 = 0`,
  `insert into campaigns (organization_id, name) values ($1, 'One'), ($1, 'Two')`,
  `insert into deliveries (organization_id, campaign_id, contact_id, email, state, accepted_at)
   select $1, k.id, p.id, 'x', 'accepted', now() - interval '10 days' from bench_people p, campaigns k
   where k.organization_id = $1 and p.n % 2 = 0`,
  `insert into engagements (organization_id, campaign_id, delivery_id, kind, at)
   select $1, d.campaign_id, d.id, 'open', d.accepted_at + interval '1 hour' from deliveries d join bench_people p on p.id = d.contact_id
   where d.organization_id = $1 and p.n % 4 = 0`,
  `drop table bench_people`,
];

const all = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'all', of });
const country: SegmentCondition = { kind: 'field', field: 'country', test: { op: 'one_of', values: ['DE', 'CH'] } };
const subscribed: SegmentCondition = { kind: 'subscription', is: 'subscribed' };
const orders: SegmentCondition = { kind: 'attribute', name: 'orders', type: 'number', test: { op: 'gte', value: 20 } };
const opened: SegmentCondition = {
  kind: 'engagement',
  op: 'did',
  what: 'opened',
  campaignId: null,
  times: 1,
  window: { op: 'in_last_days', days: 30 },
};
const ordered = (op: 'did' | 'did_not', times: number): SegmentCondition => ({
  kind: 'event',
  op,
  name: 'order',
  times,
  window: { op: 'in_last_days', days: 30 },
  properties: [],
  sum: null,
});
const spent: SegmentCondition = {
  kind: 'event',
  op: 'did',
  name: 'order',
  times: 1,
  window: { op: 'in_last_days', days: 30 },
  properties: [{ name: 'shop', type: 'text', test: { op: 'is', value: 'Bern' } }],
  sum: { name: 'total', test: { op: 'gte', value: 300 } },
};

interface Case {
  readonly name: string;
  readonly tree: (groupId: string) => SegmentBranch;
  /** The same count by hand, without row-level security; $1 is the organization. */
  readonly raw: string;
}

const mine = 'c.organization_id = $1 and c.deleted_at is null';
const ordersOf = (
  having: string,
) => `(select contact_id from contact_events where organization_id = $1 and name = 'order'
  and occurred_at >= current_date - 30 group by contact_id ${having})`;
const openers = `(select d.contact_id from engagements e join deliveries d on d.organization_id = $1 and d.id = e.delivery_id
  where e.organization_id = $1 and e.kind = 'open' and e.at >= current_date - 30)`;
const third = `exists (select from group_members m join groups g on g.organization_id = $1 and g.id = m.group_id
  where m.organization_id = $1 and m.contact_id = c.id and g.name = 'A third')`;

const cases: readonly Case[] = [
  { name: 'one field', tree: () => all(country), raw: `${mine} and c.country in ('DE', 'CH')` },
  {
    name: 'field, attribute, subscription',
    tree: () => all(country, orders, subscribed),
    raw: `${mine} and c.country in ('DE', 'CH') and (c.attributes ->> 'orders')::numeric >= 20 and c.subscription = 'subscribed'`,
  },
  {
    name: 'group and opened',
    tree: (groupId) => all({ kind: 'group', op: 'in', groupIds: [groupId] }, opened),
    raw: `${mine} and ${third} and c.id in ${openers}`,
  },
  { name: 'did an event', tree: () => all(ordered('did', 1)), raw: `${mine} and c.id in ${ordersOf('')}` },
  {
    name: 'an event twice or opened, in a country',
    tree: () => all(country, { kind: 'any', of: [ordered('did', 2), opened] }),
    raw: `${mine} and c.country in ('DE', 'CH') and c.id in (select * from ${ordersOf('having count(*) >= 2')} union select * from ${openers})`,
  },
  {
    name: 'five: field, subscription, no event, spent, not in group',
    tree: (groupId) =>
      all(country, subscribed, { kind: 'none', of: [ordered('did', 3)] }, spent, {
        kind: 'group',
        op: 'not_in',
        groupIds: [groupId],
      }),
    raw: `${mine} and c.country in ('DE', 'CH') and c.subscription = 'subscribed' and not ${third}
      and not exists (select from ${ordersOf('having count(*) >= 3')} o where o.contact_id = c.id)
      and c.id in (select contact_id from contact_events where organization_id = $1 and name = 'order' and occurred_at >= current_date - 30
        and properties ->> 'shop' = 'Bern' group by 1 having sum((properties ->> 'total')::numeric) >= 300)`,
  },
];

/** p95 of counting, sampling and paging segments of 500,000 contacts and 5 million events, beside the same by hand. */
export async function benchSegments({ browser, ownerUrl }: Product): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows: found } = await owner.query<{ id: string }>(
      'select id from organizations order by created_at desc limit 1',
    );
    const organization = found[0]?.id ?? '';
    await owner.query(`select set_config('session_replication_role', 'replica', false)`); // foreign keys and counts are not what is measured
    for (const statement of seed) await owner.query(statement, statement.includes('$1') ? [organization] : []);
    await owner.query(`select set_config('session_replication_role', 'origin', false)`);
    await owner.query('vacuum analyze contacts, contact_events, group_members, deliveries, engagements');
    const { rows: groups } = await owner.query<{ id: string }>('select id from groups where organization_id = $1', [
      organization,
    ]);
    const rows: Row[] = [];
    for (const { name, tree, raw } of cases) {
      const of = tree(groups[0]?.id ?? '');
      const { id } = await browser.post<SegmentView>('/api/segments', { name, tree: of });
      const sql = `select count(*)::int as count from contacts c where ${raw}`;
      const [{ count }, { rows: byHand }] = [
        await browser.post<{ count: number }>('/api/segments/count', { tree: of }),
        await owner.query<{ count: number }>(sql, [organization]),
      ];
      if (byHand[0]?.count !== count) throw new Error(`${name}: counted ${count}, by hand ${byHand[0]?.count}`);
      const reference = await p95(() => owner.query(sql, [organization]));
      const row = (what: string, value: number): Row => ({
        name: `segment (${name}): ${what}, p95`,
        value,
        unit: 'ms',
        reference,
        ratio: value / reference,
        rounds,
      });
      rows.push(
        row(`count ${count.toLocaleString('en')}`, await p95(() => browser.post('/api/segments/count', { tree: of }))),
        row('sample of 5', await p95(() => browser.post('/api/segments/sample', { tree: of }))),
        row('page of 50 members', await p95(() => browser.get(`/api/segments/${id}/members`))),
        row(
          'explain one address',
          await p95(() => browser.post('/api/segments/explain', { tree: of, address: 'seg12345@example.com' })),
        ),
      );
    }
    return rows;
  } finally {
    await owner.end();
  }
}

async function p95(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.ceil(rounds * 0.95) - 1] ?? median(times);
}
