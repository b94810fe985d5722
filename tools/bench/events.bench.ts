import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { startEvents } from '../../apps/api/src/testing/worker.ts';
import { testConfig } from '../../apps/api/src/testing/test-config.ts';
import { freePort } from '../stack/ports.ts';
import { createDatabaseIn } from '../testing/database.ts';
import { startTestPostgres } from '../testing/test-postgres.ts';
import { interleave, median, type Row } from './rounds.ts';

const rounds = 5;
const batched = 40_000;
const perBatch = 500;
const batchConnections = 4;
const single = 8_000;
const singleConnections = 64;

/**
 * Events answered with 202 a second: in batches, beside a raw COPY of the same into a table with the same indexes; and one by one, beside a
 * bare node:http. PostgreSQL waits for the disk, as in production.
 */
export async function benchEvents(): Promise<Row[]> {
  const server = await startTestPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  const database = await createDatabaseIn(server.connection);
  const config = testConfig(database, { EVENTS_PER_SECOND: '1000000' });
  const port = await freePort();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('select make_event_partitions(1)');
  await owner.query('create table copied_events (like events including all)');
  const key = await newKey(owner);
  const events = startEvents(config, port);
  const bare = fork(new URL('bare-events.ts', import.meta.url), {
    env: { ...process.env, DATABASE_URL: database.ownerUrl },
  });
  try {
    const [barePort] = (await once(bare, 'message')) as [number]; // its first and only message
    await untilReady(port);
    const slowest: number[] = [];
    await sendBatches(port, key); // so that no round is the first
    const inBatches = await interleave(
      'events: in batches of 500, stored, beside raw COPY',
      'events/s',
      rounds,
      () => sendBatches(port, key),
      () => copyRaw(owner),
    );
    const oneByOne = await interleave(
      'events: one by one, stored, beside bare node:http and UNNEST',
      'events/s',
      rounds,
      async () => {
        const { perSecond, p99 } = await sendSingles(port, key);
        slowest.push(p99);
        return perSecond;
      },
      async () => (await sendSingles(barePort, key)).perSecond,
    );
    const p99: Row = {
      name: 'events: one by one, p99',
      value: median(slowest),
      unit: 'ms',
      reference: null,
      ratio: null,
      rounds,
    };
    return [inBatches, oneByOne, p99];
  } finally {
    await stop(events);
    await stop(bare);
    await owner.end();
    await database.drop();
    await server.stop();
  }
}

async function newKey(owner: pg.Client): Promise<string> {
  const secret = `egx_pub_${randomBytes(32).toString('base64url')}`;
  const organizationId = randomUUID();
  await owner.query(`insert into organizations (id, name) values ($1, 'Bench')`, [organizationId]);
  await owner.query(
    `insert into api_keys (organization_id, kind, name, hint, key_hash, scopes) values ($1, 'public', 'Bench', 'egx_pub_', $2, '{events:write}')`,
    [organizationId, createHash('sha256').update(secret).digest()],
  );
  return secret;
}

async function untilReady(port: number): Promise<void> {
  while (!(await fetch(`http://127.0.0.1:${port}/v1/health`).catch(() => null))?.ok) await delay(50);
}

let made = 0;

/** As a browser's SDK sends it: half a kilobyte. */
function newEvent() {
  made += 1;
  return {
    type: 'track',
    event: ['page_view', 'add_to_cart', 'search'][made % 3] ?? '',
    messageId: randomUUID(),
    anonymousId: `device-${made % 5_000}`,
    timestamp: new Date().toISOString(),
    properties: { product_id: `sku-${made % 100}`, price: made % 200, title: 'A fine product' },
    context: {
      library: { name: 'analytics.js', version: '1.2.3' },
      locale: 'de-CH',
      page: { url: 'https://shop.example/products/42?utm_source=mail', path: '/products/42', title: 'A fine product' },
    },
  };
}

/** Answered and stored events a second. */
async function sendBatches(port: number, key: string): Promise<number> {
  const bodies = Array.from({ length: batched / perBatch }, () =>
    JSON.stringify({ sentAt: new Date(), batch: Array.from({ length: perBatch }, newEvent) }),
  );
  const { seconds } = await sendAll(port, key, '/v1/batch', bodies, batchConnections);
  return batched / seconds;
}

async function sendSingles(port: number, key: string): Promise<{ perSecond: number; p99: number }> {
  const bodies = Array.from({ length: single }, () => JSON.stringify(newEvent()));
  const { seconds, times } = await sendAll(port, key, '/v1/track', bodies, singleConnections);
  return {
    perSecond: single / seconds,
    p99: times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0,
  };
}

async function sendAll(port: number, key: string, path: string, bodies: readonly string[], connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const authorization = `Bearer ${key}`;
  const times: number[] = [];
  let next = 0;
  const send = (body: string) =>
    new Promise<void>((resolve, reject) => {
      const began = performance.now();
      const headers = { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const posting = request({ port, path, agent, method: 'POST', headers }, (response) => {
        response.resume();
        response.once('end', () => {
          times.push(performance.now() - began);
          if (response.statusCode === 202) resolve();
          else reject(new Error(`answered ${response.statusCode}`));
        });
      });
      posting.once('error', reject);
      posting.end(body);
    });
  const from = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await send(body);
    }),
  );
  agent.destroy();
  return { seconds: (performance.now() - from) / 1000, times };
}

/** The same rows without anything of ours: no checks, no message ids, nothing handed on. */
async function copyRaw(owner: pg.Client): Promise<number> {
  const [organizationId, personId] = [randomUUID(), randomUUID()];
  const lines = Array.from({ length: batched }, () => {
    const { event, messageId, anonymousId, timestamp, properties, context } = newEvent();
    const json = [JSON.stringify(properties), JSON.stringify(context)];
    return `${[organizationId, timestamp, timestamp, event, personId, ...json, 'track', 'f', anonymousId, messageId].join('\t')}\n`;
  });
  const chunks = Array.from({ length: batched / perBatch }, (_, i) =>
    lines.slice(i * perBatch, (i + 1) * perBatch).join(''),
  );
  const from = performance.now();
  const copy = `copy copied_events (organization_id, received_at, occurred_at, name, person_id, properties, context, kind, trusted,
    anonymous_id, message_id) from stdin`;
  await pipeline(Readable.from(chunks), owner.query(copyFrom(copy)));
  return batched / ((performance.now() - from) / 1000);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
