import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributionsRoutes } from '@engagex/domain/attributions';
import { contactsRoutes } from '@engagex/domain/contacts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { killsOr } from '../../testing/size.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';
import { applyEvents } from '../people/testing/accepted-events.ts';
import { acceptAt, decide, sentCampaign, settle, storeTouches } from './testing/history.ts';

let api: TestApi;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await api.close();
});

/** Whoever writes one of these orders waits for this lock. */
const writing = 4_812;

test(`workers killed while they store or settle conversions count no order twice and lose none (seed ${seed})`, async () => {
  const chance = chanceOf('kills of attributions');
  const member = await api.newOrganization();
  const { id: contactId } = await member.call(contactsRoutes.create, { externalId: 'ada' });
  const { campaignId, deliveryIds } = await sentCampaign(api, member, [contactId]);
  const click = { deliveryId: deliveryIds[0] ?? '', kind: 'click', at: new Date(Date.now() - 3_600_000) } as const;
  await storeTouches(api, member, [click]);
  await api.owner.query(`create function stop_at_writing() returns trigger language plpgsql as $$
    begin if new.order_id = 'last' then perform pg_advisory_xact_lock_shared(${writing}); end if; return new; end $$`);
  await api.owner.query(
    'create trigger stop after insert or update on conversions for each row execute function stop_at_writing()',
  );
  const isHeld = async () => {
    const { rows } = await api.owner.query(
      `select from pg_locks where locktype = 'advisory' and objid = ${writing} and not granted`,
    );
    return rows.length > 0;
  };
  const orders = new Set<string>(['last']);
  for (let kill = 0; kill < killsOr(1); kill += 1) {
    const ids = ['last', ...Array.from({ length: chance.between(1, 30) }, () => String(chance.between(1, 50)))];
    for (const id of ids) orders.add(id);
    await acceptAt(
      api,
      member,
      ids.map((order_id) => ({
        userId: 'ada',
        isTrusted: true,
        properties: { order_id, order_amount: 0.1, currency: 'EUR' },
        occurredAt: new Date(),
      })),
    );
    const holder = await api.owner.connect();
    await holder.query(`select pg_advisory_lock(${writing})`);
    const worker = startWorker(api.config, { EVENT_BATCH_SECONDS: '0.1' });
    workers.push(worker);
    await expect.poll(isHeld, { timeout: 30_000 }).toBe(true);
    await delay(chance.between(0, 20));
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.kill('SIGKILL');
    await ended;
    await holder.query(`select pg_advisory_unlock(${writing})`);
    holder.release();
  }
  const counted = async () => {
    await applyEvents(api, member);
    await settle(api, member);
    return (await member.call(attributionsRoutes.ofCampaign, { id: campaignId })).conversions;
  };
  await expect.poll(counted, { timeout: 10_000 }).toBe(orders.size);
  await decide(api, member);
  const { revenue, undecided } = await member.call(attributionsRoutes.ofCampaign, { id: campaignId });
  expect(undecided).toBe(0);
  expect(revenue).toMatchObject([{ orders: orders.size, net: String(orders.size / 10) }]);
});
