import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes, usualRollout } from '@engagex/domain/campaigns';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';

let smtp: TestSmtp;
let api: TestApi;
let workers: ChildProcess[] = [];
beforeAll(async () => {
  smtp = await startSmtp((to) => (to.startsWith('gone') ? { at: 'rcpt', code: 550 } : null));
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await api.close();
  await smtp.close();
});

/** Who writes a notification of the event, or takes one to mail it, waits for this lock before that can be committed. */
const notificationsStop = 4_712;
async function letNotificationsStop(): Promise<void> {
  await api.owner.query(
    `create function stop_at_notification() returns trigger language plpgsql as $$
     begin perform pg_advisory_xact_lock_shared(${notificationsStop}); return new; end $$`,
  );
  await api.owner.query(
    `create trigger stop_at_notification after insert or update on notifications for each row execute function stop_at_notification()`,
  );
}
const stopped = async () =>
  (
    await api.owner.query(
      `select from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and l.objid = ${notificationsStop} and not l.granted`,
    )
  ).rowCount ?? 0;
const start = () => startWorker(api.config, { DELIVERY_LEASE_SECONDS: '3' });

test('workers killed while a campaign pauses, and again while they take the notification, tell each person once', async () => {
  const owner = await api.newOrganization();
  await api.newMember(owner.organizationId, 'campaign_manager');
  const emails = [...addresses(10, 'gone'), ...addresses(10)];
  const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, emails));
  const first = { unit: 'percent', value: 90 } as const;
  await owner.call(campaignsRoutes.update, { id, rollout: { ...usualRollout, first } });
  await letNotificationsStop();
  workers = [start(), start()];
  await owner.call(campaignsRoutes.launch, { id });
  const heldSince = async () => (await owner.call(reportsRoutes.report, { id })).firstStage?.heldSince;
  await expect.poll(heldSince, { timeout: 30_000 }).toBeTruthy();

  const holder = await api.owner.connect();
  const hold = () => holder.query('select pg_advisory_lock($1)', [notificationsStop]);
  const letGo = () => holder.query('select pg_advisory_unlock($1)', [notificationsStop]);
  const statesOf = async () =>
    (await api.owner.query<{ state: string }>('select state from notifications where object_id = $1', [id])).rows.map(
      ({ state }) => state,
    );
  const killAll = () => workers.splice(0).forEach((worker) => worker.kill('SIGKILL'));

  await hold();
  await api.owner.query('update campaigns set wake_at = now() where id = $1', [id]);
  await expect.poll(stopped, { timeout: 20_000 }).toBeGreaterThan(0);
  killAll();
  expect((await owner.call(campaignsRoutes.get, { id })).status).toBe('sending');
  expect(await statesOf()).toEqual([]);
  await letGo();

  // What nobody has committed did not happen; the next workers decide anew, and mail it only once that is stored.
  await expect.poll(stopped).toBe(0);
  await api.owner.query(
    `create function stop_before_mail() returns trigger language plpgsql as $$
     begin new.due_at := new.due_at + interval '1 hour'; return new; end $$`,
  );
  await api.owner.query(
    'create trigger later before insert on notifications for each row execute function stop_before_mail()',
  );
  workers = [start(), start()];
  await expect.poll(statesOf, { timeout: 30_000 }).toEqual(['pending', 'pending']);
  await hold();
  await api.owner.query('alter table notifications disable trigger stop_at_notification');
  await api.owner.query(`update notifications set due_at = now() - interval '1 second'`);
  await api.owner.query('alter table notifications enable trigger stop_at_notification');
  await expect.poll(stopped, { timeout: 20_000 }).toBeGreaterThan(0);
  killAll();
  workers = [start(), start()];
  await letGo();
  holder.release();

  await expect.poll(statesOf, { timeout: 30_000 }).toEqual(['accepted', 'accepted']);
  const told = smtp.messages.filter(({ to }) => !emails.includes(to)).map(({ to }) => to);
  expect(new Set(told).size).toBe(2);
  expect(told).toHaveLength(2);
}, 120_000);
