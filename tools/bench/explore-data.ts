import type pg from 'pg';

/** Of 100 events, how many are which. */
const names = [
  ['page_view', 62],
  ['product_viewed', 16],
  ['add_to_cart', 12],
  ['signup', 6],
  ['purchase', 4],
] as const;
export const daysBack = 90;
const people = 100_000;
const atOnce = 250_000;

/** Events of 100,000 people over 90 days, a tenth of them merged into others, from one number up to another. */
export async function addEvents(
  owner: pg.Client,
  organizationId: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const chosen = names.flatMap(([name, share]) => Array.from({ length: share }, () => name));
  if (from === 0) await addPeople(owner, organizationId);
  for (let next = from; next < to; next += atOnce) {
    await owner.query(
      `insert into events (organization_id, id, received_at, occurred_at, name, person_id, properties, context, kind, trusted, message_id)
       select $1, uuidv7(), at, at - interval '1 s', name, ('00000000-0000-8000-8000-' || lpad(to_hex(who), 12, '0'))::uuid,
         case name when 'purchase' then jsonb_build_object('order_amount', round((abs(hashint8(n + 5)) % 20000)::numeric / 100, 2),
             'currency', case when n % 5 = 0 then 'USD' else 'EUR' end, 'product_id', 'product-' || n % 500, 'order_id', 'order-' || n)
           else jsonb_build_object('path', '/shop/' || n % 300, 'product_id', 'product-' || n % 500, 'referrer', 'https://www.example.com/') end,
         '{"page": {"title": "Shop", "url": "https://shop.example.com/"}, "library": {"name": "@engagex/sdk", "version": "0.1.0"}}',
         'track', false, 'message-' || n
       from (select n, ($4::text[])[1 + abs(hashint8(n)) % 100] as name, abs(hashint8(n + 7)) % ${people} as who,
           date_trunc('day', now()) - interval '${daysBack} days' + make_interval(secs => abs(hashint8(n + 3)) % (${daysBack} * 86400)) as at
         from generate_series($2::bigint, $3::bigint - 1) n) g`,
      [organizationId, next, Math.min(next + atOnce, to), chosen],
    );
  }
  await owner.query('begin');
  await owner.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
  await owner.query(`set local work_mem = '256MB'`);
  await owner.query(`select rebuild_event_counts('2000-01-01')`);
  await owner.query('commit');
  for (const table of ['events', 'event_counts', 'purchase_counts', 'product_counts', 'people', 'person_links'])
    await owner.query(`vacuum analyze ${table}`);
}

async function addPeople(owner: pg.Client, organizationId: string): Promise<void> {
  const id = (n: string) => `('00000000-0000-8000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
  await owner.query(
    `insert into people (organization_id, id, kind, key, first_seen_at, last_seen_at)
     select $1, ${id('n')}, case when n % 2 = 0 then 'known' else 'anonymous' end, 'person-' || n, now(), now()
     from generate_series(0, ${people - 1}) n`,
    [organizationId],
  );
  await owner.query(
    `insert into person_links (organization_id, person_id, into_id, reason, event_id, event_at)
     select $1, ${id('n')}, ${id('n + 1')}, 'identify', uuidv7(), now() from generate_series(1, ${people - 3}, 10) n`,
    [organizationId],
  );
}

/** Bytes of the log, of its indexes, and of what was counted. */
export async function sizes(owner: pg.Client): Promise<{ table: number; indexes: number; counts: number }> {
  const { rows } = await owner.query<{ table: string; indexes: string; counts: string }>(
    `select sum(pg_table_size(c.oid)) as table, sum(pg_indexes_size(c.oid)) as indexes,
       (select sum(pg_total_relation_size(oid)) from pg_class where relname in ('event_counts', 'purchase_counts', 'product_counts')) as counts
     from pg_class c where c.relnamespace = 'event_partitions'::regnamespace and c.relkind = 'r' and c.relname ~ '^events_'`,
  );
  const [row] = rows;
  return { table: Number(row?.table), indexes: Number(row?.indexes), counts: Number(row?.counts) };
}
