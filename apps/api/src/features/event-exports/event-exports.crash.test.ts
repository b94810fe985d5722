import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventExportSettingsRoutes, eventExportsRoutes } from '@engagex/domain/event-exports';
import { end } from '../../testing/fleet.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';
import { startReceiver } from './testing/receiver.ts';

const isLong = sized(false, true);

let api: TestApi;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let worker: ChildProcess;
beforeAll(async () => {
  receiver = await startReceiver();
  api = await startTestApi({ settings: { PRIVATE_NETWORKS: 'true' } });
});
afterAll(async () => {
  await end(worker, 'SIGKILL');
  await api.close();
  receiver.close();
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(10);
}

const attemptsOf = async ({ organizationId }: TestMember) => {
  const { rows } = await api.owner.query<{ attempts: string }>(
    'select attempts from event_exports where organization_id = $1',
    [organizationId],
  );
  return Number(rows[0]?.attempts ?? 0);
};

/** As if the time were over in which the worker that was killed may still be at it. */
const letGo = ({ organizationId }: TestMember) =>
  api.owner.query('update event_exports set next_attempt_at = now() where organization_id = $1', [organizationId]);

/** Somebody who keeps the next step waiting. */
async function locking(sql: string): Promise<() => Promise<void>> {
  const client = new pg.Client(api.database.ownerUrl);
  await client.connect();
  await client.query('begin');
  await client.query(sql);
  return () => client.end();
}

test('a worker that is killed at each step leaves one export: one file of one name, one push of one id', async () => {
  const member = await api.newOrganization();
  const destination = { kind: 'webhook', url: receiver.url } as const;
  await member.call(eventExportSettingsRoutes.update, { isOn: true, includesEvents: true, destination });
  const dayMs = 86_400_000;
  await api.owner.query('update event_export_settings set next_due_at = $2 where organization_id = $1', [
    member.organizationId,
    new Date(Math.floor((Date.now() - 10 * 3_600_000) / dayMs) * dayMs + 10 * 3_600_000),
  ]);
  const start = () => (worker = startWorker(api.config, { PRIVATE_NETWORKS: 'true' }));
  const lockRow = () =>
    locking(`select from event_exports where organization_id = '${member.organizationId}' for update`);

  // Once the files are written, before the row says so.
  const unlock = await locking('lock table events in access exclusive mode');
  start();
  await until(async () => (await attemptsOf(member)) === 1);
  if (isLong) {
    // While it reads the events: the row is there, and nothing else.
    await end(worker, 'SIGKILL');
    await letGo(member);
    start();
    await until(async () => (await attemptsOf(member)) === 2);
  }
  let unlockRow = await lockRow();
  await unlock();
  const { items } = await member.call(eventExportsRoutes.list, {});
  const file = join(api.config.FILES_DIR, member.organizationId, 'event-exports', `events-${items[0]!.day}.json`);
  await until(() => Promise.resolve(existsSync(file)));
  await end(worker, 'SIGKILL');
  await unlockRow();
  await letGo(member);

  if (isLong) {
    // When the request has arrived, before it is answered.
    receiver.behaviour.answer = async () => {
      await end(worker, 'SIGKILL');
      return 200;
    };
    start();
    await until(() => Promise.resolve(worker.signalCode !== null));
    await letGo(member);
  }

  // When it is answered, before the row says so.
  let isAnswered = false;
  receiver.behaviour.answer = async () => {
    unlockRow = await lockRow();
    isAnswered = true;
    return 200;
  };
  start();
  await until(async () => isAnswered && (await blockedStatements()) > 0);
  await end(worker, 'SIGKILL');
  await unlockRow();
  await letGo(member);

  receiver.behaviour.answer = async () => 200;
  start();
  const exportsOf = async () => (await member.call(eventExportsRoutes.list, {})).items;
  await until(async () => (await exportsOf())[0]?.state === 'done');
  const all = await exportsOf();
  expect(all).toMatchObject([{ state: 'done', attempts: isLong ? 5 : 3, problem: null }]);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([all[0]!.id]));
  const [first, ...others] = receiver.received;
  for (const { body } of others) expect(body).toEqual(first!.body);
  expect(others).toHaveLength(isLong ? 2 : 1);
}, 60_000);

async function blockedStatements(): Promise<number> {
  const { rows } = await api.owner.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like '%event_exports%'`,
  );
  return rows[0]!.count;
}
