import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { segmentMembershipsRoutes } from '@engagex/domain/segment-memberships';
import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { chanceOf, seed } from '../../testing/chance.ts';
import { killsOr } from '../../testing/size.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';
import { assertRecorded } from './testing/assert-recorded.ts';
import { turn } from './testing/turns.ts';

let api: TestApi;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await api.close();
});

/** Whoever records a change waits for this lock. */
const recording = 4_812;

test(
  `workers killed while they record changes record none twice and miss none (seed ${seed})`,
  async () => {
    const chance = chanceOf('kills of memberships');
    const member = await api.newOrganization();
    const tree: SegmentBranch = {
      kind: 'all',
      of: [{ kind: 'field', field: 'first_name', predicate: { op: 'is', value: 'Ada' } }],
    };
    const { id } = await member.call(segmentsRoutes.create, { name: 'Adas', tree });
    await member.call(segmentMembershipsRoutes.track, { id });
    await turn(api, member);
    await api.owner.query(`create function stop_at_recording() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(${recording}); return null; end $$`);
    await api.owner.query(
      'create trigger stop after insert on segment_changes for each statement execute function stop_at_recording()',
    );
    const isHeld = async () => {
      const { rows } = await api.owner.query(
        `select from pg_locks where locktype = 'advisory' and objid = ${recording} and not granted`,
      );
      return rows.length > 0;
    };
    let expected = 0;
    for (let kill = 0; kill < killsOr(1); kill += 1) {
      const people = chance.between(1, 30);
      const holder = await api.owner.connect();
      await holder.query(`select pg_advisory_lock(${recording})`);
      await api.owner.query(
        `insert into contacts (organization_id, email, first_name) select $1, gen_random_uuid() || '@example.com', 'Ada' from generate_series(1, $2)`,
        [member.organizationId, people],
      );
      const worker = startWorker(api.config);
      workers.push(worker);
      await expect.poll(isHeld, { timeout: 90_000 }).toBe(true);
      await delay(chance.between(0, 20));
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.kill('SIGKILL');
      await ended;
      await holder.query(`select pg_advisory_unlock(${recording})`);
      holder.release();
      expected += people;
    }
    await turn(api, member);
    expect(await assertRecorded(api, member.organizationId, id, 'after the kills')).toBe(expected);
  },
  120_000 + killsOr(1) * 10_000,
);
