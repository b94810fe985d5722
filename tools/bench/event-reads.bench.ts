import pg from 'pg';
import { addEvents } from './explore-data.ts';
import { percentileRows, timeOf } from './percentiles.ts';
import type { Product } from './product.ts';
import type { Row } from './rounds.ts';

const events = Number(process.env['EXPLORE_EVENTS'] ?? 2_000_000);
const ofOne = Number(process.env['JOURNEY_EVENTS'] ?? 1_000_000);
const rounds = 20;
const one = '00000000-0000-8000-8000-0000000f4240'; // nobody of those who have few

/** Pages of the log by each filter, and of the journey of one person with a million events. */
export async function benchEventReads({ browser, ownerUrl }: Product): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ id: string }>('select id from organizations limit 1');
    const organizationId = rows[0]?.id ?? '';
    await addEvents(owner, organizationId, { from: 0, to: events });
    await addOne(owner, organizationId);
    const key = await addRare(owner, organizationId);
    const measured: Row[] = [];
    for (const [name, path] of pages(key)) {
      const times: number[] = [];
      let status = 'read';
      await browser.get(path).catch((error: unknown) => (status = String(error).slice(0, 120))); // reads into memory
      for (let round = 0; round < (status === 'read' ? rounds : 1); round += 1)
        times.push(await timeOf(() => browser.get(path).catch(() => {})));
      measured.push(...percentileRows(`event-reads: ${name}${status === 'read' ? '' : ` (${status})`}`, times));
    }
    return measured;
  } finally {
    await owner.end();
  }
}

function pages(key: string): [string, string][] {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString();
  const log = (name: string, filter: Record<string, string>): [string, string] => [
    `log, ${name}`,
    `/api/events?${new URLSearchParams({ ...filter, limit: '50' }).toString()}`,
  ];
  const journey = (name: string, filter: Record<string, string>): [string, string] => [
    `journey of ${(ofOne / 1e6).toLocaleString('en')} M events, ${name}`,
    `/api/people/${one}/journey?${new URLSearchParams({ ...filter, limit: '50' }).toString()}`,
  ];
  return [
    log('no filter', {}),
    log('a frequent name', { name: 'page_view' }),
    log('a rare name', { name: 'rare' }),
    log('no such name', { name: 'nothing' }),
    log('a frequent kind', { kind: 'track' }),
    log('a rare kind', { kind: 'alias' }),
    log('a person with few events', { person: '00000000-0000-8000-8000-000000000005' }),
    log('a person with very many', { person: one }),
    log('a person with very many, and a rare name', { person: one, name: 'rare' }),
    log('a rare key', { key }),
    log('no such key', { key: '00000000-0000-4000-8000-000000000000' }),
    log('warnings', { warnings: 'only' }),
    log('an hour long ago', { from: day(60), to: day(60 - 1 / 24) }),
    log('a property of a frequent name', { name: 'page_view', property: 'product_id', value: 'product-7' }),
    log('a property that nothing has', { name: 'page_view', property: 'product_id', value: 'nothing' }),
    journey('the latest page', {}),
    journey('a day in the middle', { on: day(45).slice(0, 10) }),
    journey('only messages', { only: 'messages' }),
    journey('only events', { only: 'events' }),
  ];
}

async function addOne(owner: pg.Client, organizationId: string): Promise<void> {
  await owner.query(
    `insert into people (organization_id, id, kind, key, first_seen_at, last_seen_at) values ($1, $2, 'known', 'a robot', now(), now())`,
    [organizationId, one],
  );
  await owner.query(
    `insert into events (organization_id, received_at, occurred_at, name, person_id, properties, kind, trusted, message_id)
     select $1, at, at, 'page_view', $2, jsonb_build_object('path', '/shop/' || n % 300), 'track', false, 'one-' || n
     from (select n, now() - make_interval(secs => n * 90 * 86400.0 / $3) as at from generate_series(1, $3::int) n) g`,
    [organizationId, one, ofOne],
  );
}

/** A few events, long ago, that nothing but their own index could find; resolves to the key they came with. */
async function addRare(owner: pg.Client, organizationId: string): Promise<string> {
  await owner.query(
    `insert into api_keys (organization_id, id, kind, name, hint, key_hash, scopes, created_at, last_used_at)
     select $1, '00000000-0000-4000-8000-000000000001', 'public', 'Old', 'egx_pub_', '\\x00', '{events:write}', at - interval '1 day', at
     from (select now() - interval '80 days' as at) a`,
    [organizationId],
  );
  const { rows } = await owner.query<{ key_id: string }>(
    `insert into events (organization_id, received_at, occurred_at, name, person_id, kind, trusted, message_id, key_id, warnings)
     select $1, at, at, 'rare', $2, case when n % 2 = 0 then 'alias' else 'track' end, false, 'rare-' || n, '00000000-0000-4000-8000-000000000001', '{time}'
     from (select n, now() - make_interval(days => 80, secs => n) as at from generate_series(1, 20) n) g returning key_id`,
    [organizationId, one],
  );
  await owner.query('vacuum analyze events');
  return rows[0]?.key_id ?? '';
}
