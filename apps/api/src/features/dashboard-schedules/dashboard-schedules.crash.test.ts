import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { dashboardsRoutes } from '@engagex/domain/reports';
import { end } from '../../testing/fleet.ts';
import { killsOr, sized } from '../../testing/size.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';
import { fallDue } from './testing/run-schedules.ts';

/** Where a worker is stopped and then killed: before it commits what was due, what it says and to whom, and what the server answered. */
const answered = 4_713;
const steps = [
  { at: 'dashboard_schedules', hold: 'lock table dashboard_schedules in exclusive mode' },
  { at: 'dashboard_mailings', hold: 'lock table dashboard_mailings in exclusive mode' },
  { at: 'dashboard_mails', hold: 'lock table dashboard_mails in exclusive mode' },
  { at: 'dashboard_mails', hold: `select pg_advisory_xact_lock(${answered})` },
] as const;
const workersAtOnce = sized(1, 2);
const rounds = Math.ceil(killsOr(steps.length) / (steps.length * workersAtOnce));

let smtp: TestSmtp;
let api: TestApi;
let workers: ChildProcess[] = [];
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
  await api.owner.query(
    `create function stop_at_answer() returns trigger language plpgsql as $$
     begin perform pg_advisory_xact_lock_shared(${answered}); return new; end $$`,
  );
  await api.owner.query(
    `create trigger stop_at_answer before update on dashboard_mails for each row when (new.state = 'accepted')
     execute function stop_at_answer()`,
  );
});
afterAll(async () => {
  for (const worker of workers) await end(worker, 'SIGKILL');
  await api.close();
  await smtp.close();
});

const start = () => startWorker(api.config, { DELIVERY_LEASE_SECONDS: '2', CHROMIUM_PATH: 'none' });

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(10);
}

const waitingFor = async (table: string) => {
  const { rows } = await api.owner.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query ilike $1`,
    [`%${table}%`],
  );
  return rows[0]!.count;
};

test(
  'workers killed at each step, also after the server took the mail, send each member one',
  async () => {
    for (let round = 0; round < rounds; round++) {
      const owner = await api.newOrganization();
      const others = [
        await api.newMember(owner.organizationId, 'analyst'),
        await api.newMember(owner.organizationId, 'editor'),
      ];
      const { id: dashboardId } = await owner.call(dashboardsRoutes.create, { name: 'Shop' });
      await owner.call(dashboardsRoutes.update, { id: dashboardId, visibility: 'organization' });
      const { id } = await owner.call(dashboardSchedulesRoutes.create, {
        dashboardId,
        timing: { kind: 'daily', hour: 7 },
        format: 'picture',
        recipientIds: [owner, ...others].map(({ userId }) => userId),
      });
      await fallDue(api, id, '0 hours');
      for (const { at, hold } of steps) {
        const holder = new pg.Client(api.database.ownerUrl);
        await holder.connect();
        await holder.query(`begin; ${hold}`);
        workers = Array.from({ length: workersAtOnce }, start);
        await until(async () => (await waitingFor(at)) > 0);
        await Promise.all(workers.splice(0).map((worker) => end(worker, 'SIGKILL')));
        await holder.end();
        // As if the time were over in which the workers that were killed may still be at it.
        await api.owner.query(`update dashboard_mailings set next_attempt_at = now() where schedule_id = $1`, [id]);
      }
      workers = Array.from({ length: workersAtOnce }, start);
      const mailingsOf = async () => (await owner.call(dashboardSchedulesRoutes.mailings, { id })).items;
      await until(async () => (await mailingsOf())[0]?.state === 'done');
      await Promise.all(workers.splice(0).map((worker) => end(worker, 'SIGKILL')));
      const all = await mailingsOf();
      expect(all).toHaveLength(1);
      expect(all[0]?.mails.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
      const { rows } = await api.owner.query<{ email: string }>(
        'select u.email from memberships m join users u on u.id = m.user_id where m.organization_id = $1',
        [owner.organizationId],
      );
      for (const { email } of rows) expect(smtp.messages.filter(({ to }) => to === email)).toHaveLength(1);
    }
  },
  rounds * 240_000,
);
