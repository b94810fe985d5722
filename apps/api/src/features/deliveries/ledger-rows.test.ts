import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { recordOutcomes, submitPending } from './deliveries.queries.ts';

const organization = '0198aaaa-0000-7000-8000-000000000001';
const claim = '0198aaaa-0000-7000-8000-0000000000c1';
const people = 20_000;
const micro = 250;

let database: TestDatabase;
let app: pg.Client;
let campaignId: string;
let ids: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  await owner.query(`insert into organizations (id, name) values ($1, 'Ledger')`, [organization]);
  app = new pg.Client(database.appUrl);
  await app.connect();
  await app.query(`select set_config('app.organization_id', $1, false)`, [organization]);
  const { rows } = await app.query<{ id: string }>(
    `insert into campaigns (name, status) values ('Under way', 'sending') returning id`,
  );
  campaignId = rows[0]?.id ?? '';
  await app.query(
    `with people as (
       insert into contacts (email) select 'p' || n || '@example.com' from generate_series(1, ${people}) n returning id, email
     ) insert into deliveries (campaign_id, contact_id, address, state) select $1, id, email, 'pending' from people`,
    [campaignId],
  );
  ids = (await app.query<{ id: string }>('select id from deliveries order by id')).rows.map(({ id }) => id);
  await owner.query('select refresh_statistics($1, $2)', ['deliveries', people]); // as after a launch
  await owner.end();
});
afterAll(async () => {
  await app.end();
  await database.drop();
});

test.each(['force_generic_plan', 'force_custom_plan'])(
  'claiming and recording look up the people of a micro-batch, however many there are (%s)',
  async (mode) => {
    await app.query(`set plan_cache_mode = ${mode}; set enable_seqscan = off; deallocate all`);
    await app.query('delete from delivery_cursors');
    await app.query(`insert into delivery_cursors (campaign_id, stage, mailbox_provider) values ($1, 0, 'other')`, [
      campaignId,
    ]);
    await app.query(
      `prepare submit (uuid, uuid, int, timestamptz, uuid, int, text[], timestamptz[], uuid[]) as ${submitPending}`,
    );
    const submitting = await planOf(
      `execute submit ('${campaignId}', '${claim}', ${micro}, '${new Date().toISOString()}', null, 0, '{gmail,other}',
         '{-infinity,-infinity}', '{00000000-0000-0000-0000-000000000000,00000000-0000-0000-0000-000000000000}')`,
    );
    expect(submitting).toContain('deliveries_turn');
    expect(submitting).not.toMatch(/Seq Scan on (deliveries|contacts)|Rows Removed by Join Filter/);
    const { rows } = await app.query<{ id: string }>(`select id from deliveries where state = 'submitting'`);
    expect(rows).toHaveLength(micro);
    const { rows: places } = await app.query(
      `select from delivery_cursors u where exists (select from deliveries d where d.contact_id = u.after_contact and d.state = 'submitting')`,
    );
    expect(places).toHaveLength(1);

    const column = (value: string) => `array_fill(${value}, array[${micro}])`;
    await app.query(`prepare record (uuid, uuid[], text[], text[], text[], int[], timestamptz[]) as ${recordOutcomes}`);
    const recording = await planOf(
      `execute record ('${claim}', '{${rows.map(({ id }) => id).join(',')}}', ${column(`'failed'::text`)},
         ${column(`'rejected'::text`)}, ${column(`'550 No'::text`)}, ${column('1')}, ${column('null::timestamptz')})`,
    );
    expect(recording).toMatch(/Index Scan using deliveries_(pkey|id) on deliveries d/);
    expect(recording).not.toMatch(/Seq Scan on deliveries|Rows Removed by Join Filter/);
    const { rowCount } = await app.query(
      `update deliveries set state = 'pending', reason = null where state = 'failed'`,
    );
    expect(rowCount).toBe(micro);
  },
);

/** What foreign keys would say. */
const dangling = { code: '23503' };

test('nobody is in a ledger who is no contact, of a campaign that is none, or is moved to a contact who is none', async () => {
  const add = 'insert into deliveries (campaign_id, contact_id, address, state) values ($1, $2, $3, $4)';
  const { rows } = await app.query<{ id: string }>('select contact_id as id from deliveries limit 1');
  const nobody = randomUUID();
  await expect(app.query(add, [nobody, rows[0]?.id, 'x@example.com', 'pending'])).rejects.toMatchObject(dangling);
  await expect(app.query(add, [campaignId, nobody, 'x@example.com', 'pending'])).rejects.toMatchObject(dangling);
  const move = 'update deliveries set contact_id = $1 where contact_id = $2';
  await expect(app.query(move, [nobody, rows[0]?.id])).rejects.toMatchObject(dangling);
});

test('a contact or campaign in a ledger is not removed, not even while the ledger is being written', async () => {
  await expect(app.query('delete from campaigns')).rejects.toMatchObject(dangling);
  await expect(app.query('delete from contacts')).rejects.toMatchObject(dangling);

  const { rows } = await app.query<{ id: string }>(
    `insert into contacts (email) values ('late@example.com'), ('gone@example.com') returning id`,
  );
  const [late, gone] = rows.map(({ id }) => id);
  const remove = 'delete from contacts where id = $1';
  const add = `insert into deliveries (campaign_id, contact_id, address, state) values ($1, $2, '', 'pending')`;
  const other = new pg.Client(database.appUrl);
  await other.connect();
  try {
    await other.query(`select set_config('app.organization_id', $1, false)`, [organization]);
    await other.query('begin');
    await other.query(add, [campaignId, late]);
    const removing = app.query(remove, [late]);
    await Promise.all([expect(removing).rejects.toMatchObject(dangling), other.query('commit')]);

    await app.query('begin');
    await app.query(remove, [gone]);
    const adding = other.query(add, [campaignId, gone]);
    await Promise.all([expect(adding).rejects.toMatchObject(dangling), app.query('commit')]);
  } finally {
    await other.end();
  }
});

test('no index knows what changes on the way of a message, so the new row stays on its page', async () => {
  const { rows } = await app.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = 'deliveries'::regclass`,
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const column of [
    'state',
    'reason',
    'response',
    'attempts',
    'claim_id',
    'submitted_at',
    'accepted_at',
    'updated_at',
  ])
    for (const { name, definition } of rows)
      expect(definition, `${name} names ${column}`).not.toMatch(new RegExp(`\\b${column}\\b`));
});

test('whatever happens to the rows, the counts are those of the rows, and what was accepted is in its step and its quarter', async () => {
  const seed = Math.floor(Math.random() * 1e6);
  const next = randomFrom(seed);
  const states = ['pending', 'submitting', 'accepted', 'deferred', 'unknown', 'skipped', 'failed'];
  for (let step = 0; step < 60; step += 1) {
    const from = Math.floor(next() * people);
    const some = ids.slice(from, from + Math.floor(next() * micro));
    if (step % 5 === 4) {
      await app.query('update deliveries set opened_at = now() where id = any($1)', [some]);
      continue;
    }
    // One statement moves rows to several states, and leaves alone who was accepted, as the ledger does.
    const [one, other] = [0, 1].map(() => states[Math.floor(next() * states.length)]);
    const at = new Date(Date.UTC(2026, 5, 1) + Math.floor(next() * 3_600_000));
    await app.query(
      `update deliveries d set state = to_state, reason = case when to_state in ('skipped', 'failed') then 'rejected' end,
         accepted_at = case when to_state = 'accepted' then $2::timestamptz + n * interval '1 second' end,
         claim_id = case when to_state in ('submitting', 'unknown') then $3::uuid end
       from (select id, n, case when n % 2 = 0 then $4 else $5 end as to_state from unnest($1::uuid[]) with ordinality x (id, n)) x
       where x.id = d.id and d.state <> 'accepted'`,
      [some, at, claim, one, other],
    );
  }
  const pairs = [
    [
      `select state, reason, count::int from delivery_counts where count <> 0`,
      `select state, coalesce(reason, ''), count(*)::int from deliveries group by 1, 2`,
    ],
    [
      `select at, count::int from campaign_series where kind = 'accepted'`,
      `select date_bin('10 seconds', accepted_at, 'epoch'), count(*)::int from deliveries where state = 'accepted' group by 1`,
    ],
    [
      `select at, count::int from quarter_hour_counts where kind = 'accepted'`,
      `select date_bin('15 minutes', accepted_at, 'epoch'), count(*)::int from deliveries where state = 'accepted' group by 1`,
    ],
  ] as const;
  for (const [kept, counted] of pairs) {
    const { rows } = await app.query(`(${kept} except ${counted}) union all (${counted} except ${kept})`);
    expect(rows, `seed ${seed}`).toEqual([]);
  }
  const { rows } = await app.query(`select from deliveries where state = 'accepted'`);
  expect(rows.length, `seed ${seed}: somebody was accepted`).toBeGreaterThan(0);
});

async function planOf(statement: string): Promise<string> {
  const { rows } = await app.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, buffers off, timing off, summary off) ${statement}`,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
