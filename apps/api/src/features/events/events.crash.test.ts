import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabaseIn } from '../../../../../tools/testing/database.ts';
import { type RunningTestPostgres, startTestPostgres } from '../../../../../tools/testing/test-postgres.ts';
import { freePort } from '../../../../../tools/stack/ports.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { end } from '../../testing/fleet.ts';
import { killsOr, sized } from '../../testing/size.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startEvents } from '../../testing/worker.ts';
import {
  type ForeignClient,
  jitsuClient,
  plainClient,
  rudderClient,
  segmentClient,
} from './testing/foreign-clients.ts';
import { newSender } from './testing/sender.ts';

const total = sized(1_200, 200_000);
const kills = killsOr(1);
const restarts = sized(1, 3);

let postgres: RunningTestPostgres;
let api: TestApi;
let port: number;
let events: ChildProcess;
beforeAll(async () => {
  postgres = await startTestPostgres({ synchronous_commit: 'on' });
  api = await startTestApi({
    settings: { EVENTS_PER_SECOND: '100000' },
    database: await createDatabaseIn(postgres.connection),
  });
  port = await freePort();
}, 60_000);
afterAll(async () => {
  await end(events, 'SIGKILL');
  await api.close();
  await postgres.stop();
});

async function startAndWait(): Promise<void> {
  events = startEvents(api.config, port);
  for (;;) {
    const health = await fetch(`http://127.0.0.1:${port}/v1/health`).catch(() => null);
    if (health?.ok) return;
    await delay(50);
  }
}

/** Some at a time, as a program that goes on doing what it does. */
async function trackAll(client: ForeignClient, count: number, done: Set<string>): Promise<void> {
  const atOnce = client.name.startsWith('@segment') || client.name.startsWith('@rudder') ? 400 : 25;
  let next = 0;
  const one = async () => {
    while (next < count) done.add(await client.track(next++));
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  await client.close();
}

test(`what four clients were told is delivered is stored once each, whatever is killed meanwhile (seed ${seed})`, async () => {
  const chance = chanceOf('events');
  const sender = await newSender(api);
  await startAndWait();
  const url = `http://127.0.0.1:${port}`;
  const clients = [segmentClient, rudderClient, jitsuClient, plainClient].map((client) => client(url, sender.key));
  const delivered = new Set<string>();
  const running = Promise.all(clients.map((client) => trackAll(client, total / clients.length, delivered)));
  const restartsBy = (index: number) => Math.floor((index * restarts) / (kills + restarts));
  const blows = Array.from({ length: kills + restarts }, (_, index) =>
    restartsBy(index + 1) > restartsBy(index) ? 'postgres' : 'events',
  );
  for (const [index, blow] of blows.entries()) {
    const enough = Math.floor((total * (index + chance.between(20, 80) / 100)) / (blows.length + 1));
    while (delivered.size < enough) await delay(5);
    if (blow === 'postgres') await postgres.restart(index % 2 ? 'crash' : 'in order');
    else {
      await end(events, index % 3 === 2 ? 'SIGTERM' : 'SIGKILL');
      await startAndWait();
    }
  }
  await running;
  const { rows } = await api.owner.query<{ events: number; ids: number; handedOn: number }>(
    `select count(*)::int as events, count(distinct message_id)::int as ids,
       (select sum(cardinality(event_ids))::int from event_batches where organization_id = $1) as "handedOn"
     from events where organization_id = $1`,
    [sender.member.organizationId],
  );
  expect(delivered.size).toBe(total);
  expect(rows).toEqual([{ events: total, ids: total, handedOn: total }]);
  const stored = await api.owner.query<{ id: string }>(
    'select message_id as id from events where organization_id = $1',
    [sender.member.organizationId],
  );
  expect(stored.rows.filter(({ id }) => !delivered.has(id))).toEqual([]);
}, 3_600_000);
