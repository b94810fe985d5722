import type pg from 'pg';

/** SEGMENTS_SCALE=0.1 is a tenth of it, for a quick look. */
const scale = Number(process.env['SEGMENTS_SCALE'] ?? 1);
const contacts = Math.round(500_000 * scale);
const events = Math.round(5_000_000 * scale);

/** What the trees of the benchmark refer to. */
export interface SegmentData {
  readonly organizationId: string;
  readonly groupId: string;
  /** The first of the campaigns; half of the contacts were sent it. */
  readonly campaignId: string;
}

/**
 * 10 events of each contact over the past 200 days, half of them of one name. Four campaigns went to half of the
 * contacts each; some opened or clicked. Events are stored in the order in which they happened, and added up afterwards:
 * triggers rest while this is written.
 */
const seed = [
  `insert into contacts (organization_id, email, first_name, country, language, attributes, subscription, unsubscribed_at, created_at)
   select $1, 'seg' || n || '@example.com', 'First' || n % 1000, (array['DE','FR','CH','GB','US'])[1 + n % 5], 'en',
     jsonb_build_object('city', (array['Bern','Berlin','Paris'])[1 + n % 3], 'orders', n % 40, 'is_vip', n % 11 = 0,
       'tags', jsonb_build_array('t' || n % 7, 'u' || n % 3), 'birthday', (date '1960-01-01' + n * 7 % 14000)::text,
       'last_seen', to_char(now() - n * 13 % 5000 * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
     case when n % 20 = 0 then 'unsubscribed' else 'subscribed' end, case when n % 20 = 0 then now() end, now() - n % 400 * interval '1 day'
   from generate_series(1, ${contacts}) n`,
  `create table bench_people as select id, row_number() over (order by id) - 1 as n from contacts where organization_id = $1`,
  `create unique index on bench_people (n)`,
  `insert into contact_events (organization_id, contact_id, name, properties, occurred_at, received_at)
   select organization, id, name, properties, at, at from (select $1::uuid as organization, p.id, (array['page_viewed','page_viewed','page_viewed','cart_filled','order','signed_in'])[1 + (e * 7 + e / ${contacts}) % 6] as name,
     jsonb_build_object('total', (e * 37) % 500, 'shop', (array['Bern','Berlin'])[1 + (e / 3) % 2]) as properties, now() - (e * 131 + e / ${contacts} * 17) % 200 * interval '1 day' as at
   from generate_series(0, ${events} - 1) e join bench_people p on p.n = e % ${contacts}) v order by at`,
  `insert into contact_event_totals (organization_id, name, contact_id, times, first_at, latest)
   select $1, name, contact_id, count(*), min(occurred_at), (array_agg(occurred_at order by occurred_at desc))[:5]
   from contact_events where organization_id = $1 group by name, contact_id`,
  `insert into groups (organization_id, name) values ($1, 'A third')`,
  `insert into group_members (organization_id, group_id, contact_id) select $1, g.id, p.id
   from bench_people p, groups g where g.organization_id = $1 and g.name = 'A third' and p.n % 3 = 0`,
  `insert into campaigns (organization_id, name) values ($1, 'One'), ($1, 'Two'), ($1, 'Three'), ($1, 'Four')`,
  `insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
   select $1, k.id, p.id, 'x', 'accepted', now() - k.n * interval '10 days' from bench_people p,
     (select id, row_number() over (order by id) as n from campaigns where organization_id = $1) k
   where (p.n + k.n / 3) % 2 = 0`,
  `insert into engagements (organization_id, campaign_id, delivery_id, contact_id, kind, at)
   select $1, d.campaign_id, d.id, d.contact_id, kind, d.accepted_at + interval '1 hour' from deliveries d join bench_people p on p.id = d.contact_id
     join (values ('open', 4), ('click', 10)) k (kind, every) on p.n % every < 2
   where d.organization_id = $1`,
  `drop table bench_people`,
];

/** Fills an organization within a minute or two; foreign keys and counts are not what is measured. */
export async function seedSegments(owner: pg.Client): Promise<SegmentData> {
  const { rows: organizations } = await owner.query<{ id: string }>(
    'select id from organizations order by created_at desc limit 1',
  );
  const organizationId = organizations[0]?.id ?? '';
  await owner.query(`select set_config('session_replication_role', 'replica', false)`);
  for (const statement of seed) await owner.query(statement, statement.includes('$1') ? [organizationId] : []);
  await owner.query(`select set_config('session_replication_role', 'origin', false)`);
  await owner.query(
    'vacuum analyze contacts, contact_events, contact_event_totals, group_members, deliveries, engagements',
  );
  const { rows } = await owner.query<SegmentData>(
    `select $1::uuid as "organizationId", (select id from groups where organization_id = $1) as "groupId",
       (select id from campaigns where organization_id = $1 order by id limit 1) as "campaignId"`,
    [organizationId],
  );
  if (!rows[0]) throw new Error('There is no organization to measure.');
  return rows[0];
}
