import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { personIdOf } from '../../apps/api/src/features/events/person-id.ts';
import { testConfig } from '../../apps/api/src/testing/test-config.ts';
import { startWorker } from '../../apps/api/src/testing/worker.ts';
import { createDatabaseIn } from '../testing/database.ts';
import { startTestPostgres } from '../testing/test-postgres.ts';
import { applied, type Batch, newOrganization } from './event-stages.bench.ts';
import { median, type Row } from './rounds.ts';

const rounds = 3;
const purchases = 10_000;
const perBatch = 100;
const campaigns = 5;

/**
 * Purchases that are stored as conversions and attributed to the last of five campaigns that their buyer clicked in, a second; one worker
 * applies the stages up to that. Beside the same last touch looked up by hand-written SQL, a commit for each batch, once the buyers are known.
 */
export async function benchAttributions(): Promise<Row[]> {
  const server = await startTestPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  const database = await createDatabaseIn(server.connection);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('select make_event_partitions(1)');
  await owner.query('create table raw_conversions (event_id uuid, campaign_id uuid, amount numeric)');
  const worker = startWorker(testConfig(database), { EVENT_BATCH_SECONDS: '0.1' });
  try {
    const [ours, raw]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      const organizationId = await newOrganization(owner);
      await storeClicks(owner, organizationId);
      const batches = await store(owner, organizationId);
      ours.push(await applied(owner, organizationId, batches, ['conversions']));
      await assertAttributed(owner, organizationId);
      raw.push(await attributeRaw(owner, organizationId, batches));
    }
    const [value, reference] = [median(ours), median(raw)];
    const name = 'events: purchases attributed to campaigns, beside hand-written SQL';
    return [{ name, value, unit: 'purchases/s', reference, ratio: value / reference, rounds }];
  } finally {
    worker.kill('SIGTERM');
    await new Promise((resolve) => worker.once('exit', resolve));
    await owner.end();
    await database.drop();
    await server.stop();
  }
}

/** Everybody clicked in each campaign, the last of them yesterday. */
async function storeClicks(owner: pg.Client, organizationId: string): Promise<void> {
  for (let number = 0; number < campaigns; number += 1) {
    const id = randomUUID();
    await owner.query(
      `insert into campaigns (organization_id, id, name, status, audience, launched_at, finished_at)
       values ($1, $2, 'Sale', 'sent', 2000, now(), now())`,
      [organizationId, id],
    );
    await owner.query(
      `insert into campaign_links (organization_id, campaign_id, position, url) values ($1, $2, 0, 'https://shop.example/sale')`,
      [organizationId, id],
    );
    await owner.query(
      `with d as (
         insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
         select $1, $2, id, 'x@example.com', 'accepted', now() - interval '3 days' from contacts where organization_id = $1 returning id)
       insert into engagements (organization_id, campaign_id, delivery_id, kind, link_position, at)
       select $1, $2, id, 'click', 0, now() - make_interval(days => 1, mins => $3) from d`,
      [organizationId, id, campaigns - number],
    );
  }
  await owner.query('analyze engagements, deliveries, campaigns, contacts');
}

/** Purchases of known people as the door stores them, which are not handed on yet. */
async function store(owner: pg.Client, organizationId: string): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let start = 0; start < purchases; start += perBatch) {
    const rows = Array.from({ length: perBatch }, (_, n) => {
      const user = `user-${((start + n) % 2_000) + 1}`;
      const properties = { order_id: `order-${start + n}`, order_amount: (n % 90) + 0.99, currency: 'EUR' };
      return { person: personIdOf({ organizationId, kind: 'user', id: user }), user, properties };
    });
    const stored = await owner.query<Batch>(
      `with stored as (
         insert into events (organization_id, occurred_at, name, person_id, kind, trusted, user_id, message_id, properties)
         select $1, now(), 'purchase', person, 'track', true, "user", gen_random_uuid()::text, properties
         from jsonb_to_recordset($2) as e (person uuid, "user" text, properties jsonb) returning id, received_at)
       select array_agg(id) as "eventIds", min(received_at)::text as "from", max(received_at)::text as "to" from stored`,
      [organizationId, JSON.stringify(rows)],
    );
    batches.push(...stored.rows);
  }
  return batches;
}

/** A figure about purchases that nobody is credited with would say nothing. */
async function assertAttributed(owner: pg.Client, organizationId: string): Promise<void> {
  const { rows } = await owner.query<{ attributed: number }>(
    `select count(*)::int as attributed from conversions where organization_id = $1 and outcome = 'attributed'`,
    [organizationId],
  );
  if (rows[0]?.attributed !== purchases)
    throw new Error(`Attributed ${rows[0]?.attributed} of ${purchases} purchases.`);
}

async function attributeRaw(owner: pg.Client, organizationId: string, batches: readonly Batch[]): Promise<number> {
  const from = performance.now();
  for (const batch of batches)
    await owner.query(
      `insert into raw_conversions
       select e.id, t.campaign_id, (e.properties ->> 'order_amount')::numeric
       from events e join people p on p.organization_id = e.organization_id and p.id = e.person_id
       left join lateral (
         select h.campaign_id from engagements h
         where h.organization_id = e.organization_id and h.contact_id = p.contact_id and h.kind = 'click'
           and h.at < e.occurred_at and h.at >= e.occurred_at - interval '5 days'
         order by h.at desc limit 1) t on true
       where e.organization_id = $1 and e.received_at between $2 and $3 and e.id = any ($4::uuid[])`,
      [organizationId, batch.from, batch.to, batch.eventIds],
    );
  return purchases / ((performance.now() - from) / 1000);
}
