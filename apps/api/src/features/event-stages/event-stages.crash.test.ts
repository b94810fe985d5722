import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { eventStagesRoutes } from '@engagex/domain/event-stages';
import { chanceOf, seed } from '../../testing/chance.ts';
import { killsOr } from '../../testing/size.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';
import { acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';

let api: TestApi;
const workers: ChildProcess[] = [];
/** Keeps a worker in the middle of a batch; left over where the test fails. */
let holder: PoolClient | undefined;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  holder?.release(true);
  await api.close();
});

/** Whoever stores one of these events waits for this lock. */
const storing = 4_811;

const kills = killsOr(1);

test(
  `workers killed in the middle of a batch apply no event twice and lose none (${kills} kills, seed ${seed})`,
  async () => {
    const chance = chanceOf('kills of stages');
    const member = await api.newOrganization();
    await member.call(contactsRoutes.create, { externalId: 'ada' });
    await acceptEvents(api, member, [{ kind: 'identify', userId: 'ada', isTrusted: true }]);
    await applyEvents(api, member);
    await api.owner.query(`create function stop_at_storing() returns trigger language plpgsql as $$
    begin if new.name = 'last of batch' then perform pg_advisory_xact_lock_shared(${storing}); end if; return new; end $$`);
    await api.owner.query(
      'create trigger stop after insert on contact_events for each row execute function stop_at_storing()',
    );
    const counted = async () => {
      const { rows } = await api.owner.query<{ events: number; times: number }>(
        `select (select count(*)::int from contact_events where organization_id = $1) as events,
         (select coalesce(sum(times), 0)::int from contact_event_totals where organization_id = $1) as times`,
        [member.organizationId],
      );
      return rows[0];
    };
    const isHeld = async () => {
      const { rows } = await api.owner.query(
        `select from pg_locks where locktype = 'advisory' and objid = ${storing} and not granted`,
      );
      return rows.length > 0;
    };
    let expected = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const batch = Array.from({ length: chance.between(2, 30) }, (_, second) => ({
        userId: 'ada',
        isTrusted: true,
        second,
        name: second === 1 ? 'last of batch' : 'page_view',
      }));
      await acceptEvents(api, member, batch);
      holder = await api.owner.connect();
      await holder.query(`select pg_advisory_lock(${storing})`);
      const worker = startWorker(api.config, { EVENT_BATCH_SECONDS: '0.1' });
      workers.push(worker);
      await expect.poll(isHeld, { timeout: 60_000, message: `kill ${kill + 1}` }).toBe(true);
      await delay(chance.between(0, 20));
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.kill('SIGKILL');
      await ended;
      await holder.query(`select pg_advisory_unlock(${storing})`);
      holder.release();
      holder = undefined;
      expected += batch.length;
    }
    const isFree = async () => {
      await applyEvents(api, member);
      return (await counted())?.events;
    };
    await expect.poll(isFree, { timeout: 10_000 }).toBe(expected);
    expect(await counted()).toEqual({ events: expected, times: expected });
    const stages = (await member.call(eventStagesRoutes.list)).items;
    expect(
      stages.filter(
        ({ applied, waiting, failed, retrying }) => applied !== expected + 1 || waiting + failed + retrying > 0,
      ),
    ).toEqual([]);
  },
  60_000 + kills * 20_000,
);
