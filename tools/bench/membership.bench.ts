import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startEvents, startWorker } from '../../apps/api/src/testing/worker.ts';
import { testConfig } from '../../apps/api/src/testing/test-config.ts';
import { freePort } from '../stack/ports.ts';
import { createDatabaseIn } from '../testing/database.ts';
import { startTestPostgres } from '../testing/test-postgres.ts';
import { secretKeyOf, seedMembership, segmentCount, sendEvenly } from './membership-load.ts';
import type { Row } from './rounds.ts';

/** MEMBERSHIP_SCALE=0.1 is a tenth of the contacts, for a quick look. */
const contacts = Math.round(500_000 * Number(process.env['MEMBERSHIP_SCALE'] ?? 1));
const perSecond = Number(process.env['MEMBERSHIP_EVENTS'] ?? 1_000);
const warmUpSeconds = 10;
const seconds = 40;

/**
 * From the 202 of an event to the commit of the change of membership that it caused, at 1,000 events a second of known people, with
 * 20 watched segments. Beside it, from the 202 to the commit of the contact's event, which no segment can be ahead of. PostgreSQL
 * waits for the disk, as in production, and says when it committed.
 */
export async function benchMembership(): Promise<Row[]> {
  const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
  const server = await startTestPostgres({ ...durable, track_commit_timestamp: 'on' });
  const database = await createDatabaseIn(server.connection);
  const config = testConfig(database, { EVENTS_PER_SECOND: '1000000' });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  const children: ChildProcess[] = [];
  try {
    await owner.query('select make_event_partitions(1)');
    const organizationId = randomUUID();
    const key = await secretKeyOf(owner, organizationId);
    await seedMembership(owner, organizationId, contacts);
    const port = await freePort();
    children.push(startWorker(config), startEvents(config, port));
    const begun = await seconded(() => until(owner, 'select 1 from segment_watches where begun_at is null'));
    while (!(await fetch(`http://127.0.0.1:${port}/v1/health`).catch(() => null))?.ok) await delay(50);
    await sendEvenly({ port, key, contacts, perSecond, seconds: warmUpSeconds });
    const from = performance.now();
    const answered = await sendEvenly({ port, key, contacts, perSecond, seconds });
    const rate = answered.size / ((performance.now() - from) / 1_000);
    const quiet = await seconded(() => untilApplied(owner));
    const stored = await lags(owner, `select id, xmin from contact_events`, answered);
    const changed = await lags(
      owner,
      `select event_id, xmin from segment_changes where event_id is not null`,
      answered,
    );
    const behind = await behindEvent(owner);
    await owner.query(`update segment_watches set compared_at = '2000-01-01'`);
    const compared = await seconded(() =>
      until(owner, `select 1 from segment_watches where compared_at < '2001-01-01'`),
    );
    const { rows } = await owner.query<{ differences: number }>(
      'select sum(differences)::int as differences from segment_watches',
    );
    const name = `membership: ${contacts.toLocaleString('en')} contacts, ${segmentCount} segments`;
    const beside = (percentile: number): Row => {
      const [value, reference] = [at(changed, percentile), at(stored, percentile)];
      return {
        name: `${name}: 202 to change, beside 202 to event, p${percentile * 100}`,
        value,
        unit: 'ms',
        reference,
        ratio: value / reference,
        rounds: 1,
      };
    };
    const alone = (of: string, value: number, unit: string): Row => ({
      name: `  ${of}`,
      value,
      unit,
      reference: null,
      ratio: null,
      rounds: 1,
    });
    return [
      ...[0.5, 0.95, 0.99].map(beside),
      alone('contact’s event to change, p50', at(behind, 0.5), 'ms'),
      alone('contact’s event to change, p95', at(behind, 0.95), 'ms'),
      alone('events answered with 202', rate, 'events/s'),
      alone('changes caused by them', changed.length, 'changes'),
      alone('everything applied, after the last 202', quiet, 's'),
      alone('all segments known after the start', begun, 's'),
      alone('all segments compared with everybody', compared, 's'),
      alone('differences found by that', rows[0]?.differences ?? -1, 'contacts'),
    ];
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit')));
    await owner.end();
    await database.drop();
    await server.stop();
  }
}

/** Milliseconds from the answer of an event to the commit of the row that names it, sorted. */
async function lags(owner: pg.Pool, rows: string, answered: ReadonlyMap<string, number>): Promise<number[]> {
  const { rows: found } = await owner.query<{ messageId: string; at: string }>(
    `select e.message_id as "messageId", extract(epoch from pg_xact_commit_timestamp(r.xid)) * 1000 as at
     from (${rows}) r (id, xid) join events e on e.id = r.id`,
  );
  return found
    .flatMap(({ messageId, at: committed }) => {
      const from = answered.get(messageId);
      return from === undefined ? [] : [Number(committed) - from];
    })
    .toSorted((one, other) => one - other);
}

/** Milliseconds from the commit of a contact's event to that of the change it caused, sorted: what membership itself takes. */
async function behindEvent(owner: pg.Pool): Promise<number[]> {
  const { rows } = await owner.query<{ behind: string }>(
    `select extract(epoch from pg_xact_commit_timestamp(c.xmin) - pg_xact_commit_timestamp(e.xmin)) * 1000 as behind
     from segment_changes c join contact_events e on e.organization_id = c.organization_id and e.id = c.event_id`,
  );
  return rows.map(({ behind }) => Number(behind)).toSorted((one, other) => one - other);
}

function at(sorted: readonly number[], percentile: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * percentile))] ?? Number.NaN;
}

async function until(owner: pg.Pool, unfinished: string): Promise<void> {
  while (((await owner.query(`${unfinished} limit 1`)).rowCount ?? 0) > 0) await delay(20);
}

/** Until no stage has events to apply and no segment is to be asked. */
async function untilApplied(owner: pg.Pool): Promise<void> {
  for (const table of ['event_batches', 'event_stage_batches', 'segment_touches'])
    await until(owner, `select 1 from ${table}`);
}

async function seconded(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
}
