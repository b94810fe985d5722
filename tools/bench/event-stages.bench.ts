import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { personIdOf } from '../../apps/api/src/features/events/person-id.ts';
import { testConfig } from '../../apps/api/src/testing/test-config.ts';
import { newId } from '../../libs/sdk/src/ids.ts';
import { startWorker } from '../../apps/api/src/testing/worker.ts';
import { createDatabaseIn } from '../testing/database.ts';
import { startTestPostgres } from '../testing/test-postgres.ts';
import { median, type Row } from './rounds.ts';

const rounds = 3;
const events = 20_000;
const perBatch = 100;
/** Page loads at the same time, so that the events of a batch are of as many. */
const boots = Array.from({ length: 2_000 }, newId);

/**
 * Events that go through every stage a second: 20,000 are accepted, and one worker applies them. Beside the same batches
 * read by their keys and written to one table without an index, once for each stage, a commit each. PostgreSQL waits for the disk.
 */
export async function benchEventStages(): Promise<Row[]> {
  const server = await startTestPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  const database = await createDatabaseIn(server.connection);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('select make_event_partitions(1)');
  await owner.query('create table raw_stages (stage int, id uuid, properties jsonb)');
  const worker = startWorker(testConfig(database), { EVENT_BATCH_SECONDS: '0.1' });
  try {
    const first = await newOrganization(owner);
    await applied(owner, first, await store(owner, first, perBatch), ['people']); // what a worker does once
    const { rows } = await owner.query<{ stage: string }>('select distinct stage from event_stages');
    const stages = rows.map(({ stage }) => stage);
    const [ours, raw]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      const organizationId = await newOrganization(owner);
      const batches = await store(owner, organizationId, events);
      raw.push(await applyRaw(owner, organizationId, batches, stages.length));
      ours.push(await applied(owner, organizationId, batches, stages));
    }
    const [value, reference] = [median(ours), median(raw)];
    const name = `events: applied by ${stages.length} stages, beside as many bare reads and writes`;
    return [{ name, value, unit: 'events/s', reference, ratio: value / reference, rounds }];
  } finally {
    worker.kill('SIGTERM');
    await new Promise((resolve) => worker.once('exit', resolve));
    await owner.end();
    await database.drop();
    await server.stop();
  }
}

export async function newOrganization(owner: pg.Client): Promise<string> {
  const id = randomUUID();
  await owner.query(`insert into organizations (id, name) values ($1, 'Bench')`, [id]);
  await owner.query(
    `insert into api_keys (organization_id, id, kind, name, hint, key_hash, scopes)
     values ($1::uuid, $1::uuid, 'public', 'Shop', 'egx_', sha256($1::uuid::text::bytea), '{events:write}')`,
    [id],
  );
  await owner.query(
    `insert into contacts (organization_id, email, external_id) select $1, 'p' || n || '@example.com', 'user-' || n
     from generate_series(1, 2000) n`,
    [id],
  );
  return id;
}

export interface Batch {
  readonly eventIds: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** Stores events as the door does, and does not hand them on. */
async function store(owner: pg.Client, organizationId: string, count: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let start = 0; start < count; start += perBatch) {
    const rows = Array.from({ length: perBatch }, (_, n) => newEvent(organizationId, start + n));
    const stored = await owner.query<Batch>(
      `with stored as (
         insert into events (organization_id, occurred_at, name, person_id, kind, trusted, anonymous_id, user_id, message_id, properties, context, key_id)
         select $1, now(), name, person, 'track', trusted, anonymous, "user", gen_random_uuid()::text, properties, context, $1
         from jsonb_to_recordset($2) as e (name text, person uuid, trusted boolean, anonymous text, "user" text, properties jsonb, context jsonb)
         returning id, received_at)
       select array_agg(id) as "eventIds", min(received_at)::text as "from", max(received_at)::text as "to" from stored`,
      [organizationId, JSON.stringify(rows)],
    );
    batches.push(...stored.rows);
  }
  return batches;
}

/** Three in four of 5,000 devices, the others of 2,000 users whom a server names. */
function newEvent(organizationId: string, n: number) {
  const trusted = n % 4 === 0;
  const [anonymous, user] = trusted ? [null, `user-${n % 2_000}`] : [`device-${n % 5_000}`, null];
  const person = personIdOf({
    organizationId,
    ...(user ? { kind: 'user', id: user } : { kind: 'anonymous', id: anonymous ?? '' }),
  });
  const name = ['page_view', 'search', 'add_to_cart', 'purchase'][n % 4];
  const properties = {
    product_id: `sku-${n % 100}`,
    price: n % 200,
    title: 'A fine product',
    order_amount: n % 90,
    currency: 'EUR',
  };
  const context = {
    library: { name: 'engagex.js', version: '0.1.0' },
    page: { path: '/products/42' },
    queue: { boot: boots[n % boots.length], sequence: Math.floor(n / boots.length) + 1 },
  };
  return { name, person, trusted, anonymous, user, properties, context };
}

async function applyRaw(owner: pg.Client, organizationId: string, batches: readonly Batch[], stages: number) {
  const from = performance.now();
  for (const { eventIds, ...times } of batches)
    for (let stage = 0; stage < stages; stage += 1)
      await owner.query(
        `insert into raw_stages select $1, id, properties from events where organization_id = $2 and received_at between $3 and $4
           and id = any ($5::uuid[])`,
        [stage, organizationId, times.from, times.to, eventIds],
      );
  return events / ((performance.now() - from) / 1000);
}

/** Hands the events on, and waits until each of the stages has applied them. */
export async function applied(
  owner: pg.Client,
  organizationId: string,
  batches: readonly Batch[],
  stages: readonly string[],
) {
  const count = batches.reduce((sum, { eventIds }) => sum + eventIds.length, 0);
  const from = performance.now();
  await owner.query(
    `insert into event_batches (organization_id, first_received_at, last_received_at, event_ids)
     select $1, b."from", b."to", b."eventIds" from jsonb_to_recordset($2) as b ("from" timestamptz, "to" timestamptz, "eventIds" uuid[])`,
    [organizationId, JSON.stringify(batches)],
  );
  for (;;) {
    const { rows } = await owner.query<{ done: number }>(
      'select count(*)::int as done from event_stages where organization_id = $1 and applied >= $2 and stage = any ($3)',
      [organizationId, count, stages],
    );
    if (rows[0]?.done === stages.length) return count / ((performance.now() - from) / 1000);
    await delay(20);
  }
}
