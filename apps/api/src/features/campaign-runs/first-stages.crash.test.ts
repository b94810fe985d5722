import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes, usualAbTest } from '@engagex/domain/campaigns';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';

const people = 200;
const said = { subject: '', preheader: '', senderName: '', templateId: null };

let smtp: TestSmtp;
let api: TestApi;
let workers: ChildProcess[] = [];
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url, DELIVERY_LEASE_SECONDS: '3' } });
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await api.close();
  await smtp.close();
});

const subjectOf = (raw: string) => /^Subject: (.*)\r$/m.exec(raw)?.[1] ?? '';
/** A decision that is written waits for this lock before it can be committed. */
const decisionsStop = 4_711;
async function letDecisionsStop(): Promise<void> {
  await api.owner.query(
    `create function stop_at_decision() returns trigger language plpgsql as $$
     begin perform pg_advisory_xact_lock_shared(${decisionsStop}); return new; end $$`,
  );
  await api.owner.query(
    `create trigger stop_at_decision after update on campaigns for each row
     when (new.decision is distinct from old.decision) execute function stop_at_decision()`,
  );
}
const stopped = async () =>
  (
    await api.owner.query(
      `select from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and l.objid = ${decisionsStop} and not l.granted`,
    )
  ).rowCount;
const start = () => startWorker(api.config, { DELIVERY_LEASE_SECONDS: '3' });

test('workers killed in the middle of the decision leave one decision, and the rest gets one message of one variant', async () => {
  const member = await api.newOrganization();
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(people)));
  const { id } = campaign;
  const variants = [
    { ...said, subject: 'First' },
    { ...said, subject: 'Second' },
  ];
  await member.call(campaignsRoutes.update, { id, abTest: { ...usualAbTest, variants } });
  await letDecisionsStop();
  workers = [start()];
  await member.call(campaignsRoutes.launch, { id });
  const stage = async () => (await member.call(reportsRoutes.report, { id })).firstStage;
  await expect.poll(async () => (await stage())?.heldSince, { timeout: 30_000 }).toBeTruthy();

  const holder = await api.owner.connect();
  await holder.query('select pg_advisory_lock($1)', [decisionsStop]);
  await api.owner.query('update campaigns set wake_at = now() where id = $1', [id]);
  await expect.poll(stopped, { timeout: 20_000 }).toBe(1);
  for (const worker of workers) worker.kill('SIGKILL');
  expect(await stage()).toMatchObject({ decision: null, held: 160 });
  workers = [start(), start()];
  await holder.query('select pg_advisory_unlock($1)', [decisionsStop]);
  holder.release();

  const ledger = await watchLedger(member, id, ({ closed }) => closed, 60_000);
  expect(ledger).toMatchObject({ accepted: people, unknown: 0 });
  expect(await stage()).toMatchObject({ decision: { outcome: 'unclear', variant: 'A' }, held: 0 });
  const received = smtp.messages.map(({ to }) => to);
  expect(new Set(received).size).toBe(people);
  expect(received).toHaveLength(people);
  expect(smtp.messages.filter(({ raw }) => subjectOf(raw) === 'First')).toHaveLength(180);
  expect(smtp.messages.filter(({ raw }) => subjectOf(raw) === 'Second')).toHaveLength(20);
}, 120_000);
