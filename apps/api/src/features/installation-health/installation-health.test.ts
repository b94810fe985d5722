import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Recent, reportProcess } from '@engagex/telemetry';
import { installationHealthRoutes } from '@engagex/domain/installation-health';
import { hasPrometheus, promtool } from '../../../../../tools/testing/prometheus.ts';
import { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import { buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { FiguresMetrics } from './figures-metrics.ts';
import { Figures } from './figures.ts';

let api: TestApi;
let member: TestMember;
let operator: Awaited<ReturnType<TestApi['newOperator']>>;
beforeAll(async () => {
  api = await startTestApi({ settings: { OPERATORS: 'operator@example.com' } });
  member = await api.newOrganization();
  operator = await api.newOperator();
  api.app.get(FiguresMetrics).start();
});
afterAll(() => api.close());

/** Whoever asks next reads the tables. */
const readAgain = () => api.owner.query(`update installation_figures set read_at = '-infinity'`);
const health = async () => {
  await readAgain();
  return operator.call(installationHealthRoutes.get);
};
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

test('the tables are read once for everybody who asks within a few seconds', async () => {
  await readAgain();
  const figures = api.app.get(Figures);
  const answers = await Promise.all(Array.from({ length: 12 }, () => figures.read()));
  const times = answers.flatMap((read) => (read ? [read.readAt.toISOString()] : []));
  expect(new Set(times).size).toBe(1);
  const { rows } = await api.owner.query('select read_at from installation_figures');
  expect(rows.map((row: { read_at: Date }) => row.read_at.toISOString())).toEqual([times[0]]);
  expect((await figures.read())?.readAt.toISOString()).toBe(times[0]);
});

test('the newest backup is shown, and told when it is old', async () => {
  expect((await health()).backup).toEqual({ takenAt: null, verifiedAt: null });
  const [old, recent] = [inMinutes(-27 * 60), inMinutes(-60)];
  const took = (at: Date, verified: Date | null) =>
    api.owner.query('insert into backups (name, taken_at, verified_at, bytes, rows) values ($1, $2, $3, 1, 1)', [
      randomUUID(),
      at,
      verified,
    ]);
  await took(old, old);
  expect((await health()).problems).toEqual([{ code: 'backup_old', about: null }]);
  await took(recent, null);
  const { backup, problems } = await health();
  expect(backup).toEqual({ takenAt: recent.toISOString(), verifiedAt: old.toISOString() });
  expect(problems).toEqual([]);
  const page = await api.app.get(ProcessMetrics).page.page();
  const [, shown] = /^engagex_backup_last_success_timestamp_seconds\{.*\} (\S+)$/m.exec(page) ?? [];
  expect(Number(shown)).toBe(recent.getTime() / 1000);
  await api.owner.query('delete from backups');
});

test('a message that no worker takes makes its queue late, one that waits for its time or a limit does not', async () => {
  const queue = async () => (await health()).queues.find((each) => each.queue === 'messages');
  expect(await queue()).toEqual({ queue: 'messages', waiting: 0, oldestSeconds: 0 });
  await addMessage(inMinutes(60));
  await addMessage(inMinutes(-60), 'transport');
  expect(await queue()).toEqual({ queue: 'messages', waiting: 0, oldestSeconds: 0 });
  await addMessage(inMinutes(-10));
  expect(await queue()).toEqual({ queue: 'messages', waiting: 1, oldestSeconds: expect.closeTo(600, -1) });
  expect((await health()).problems).toEqual([{ code: 'queue_behind', about: 'messages' }]);
  expect((await health()).lanes.organizations).toEqual([
    { id: member.organizationId, name: 'Test organization', batches: 0, campaigns: 0, messages: 2 },
  ]);
  await api.owner.query('delete from messages');
  expect((await health()).problems).toEqual([]);
});

function addMessage(dueAt: Date, limitedBy: string | null = null) {
  return api.owner.query(
    `insert into messages (organization_id, email, email_key, to_name, sender_name, sender_email, subject, text, due_at, limited_by)
     values ($1, 'a@example.com', 'a@example.com', '', '', 'b@example.com', 'Hello', 'Hello', $2, $3)`,
    [member.organizationId, dueAt, limitedBy],
  );
}

test('a campaign whose people all have an outcome must close its ledger within minutes', async () => {
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, ['one@example.com']));
  const sending = (at: Date, audience: number) =>
    api.owner.query(
      `update campaigns set status = 'sending', audience = $2, launched_at = $3, turn_at = $3 where id = $1`,
      [id, audience, at],
    );
  const unclosed = async () => (await health()).campaigns;
  await sending(inMinutes(-1), 0);
  expect(await unclosed()).toEqual([{ status: 'sending', campaigns: 1, unclosed: 0 }]);
  await sending(inMinutes(-11), 0);
  expect(await unclosed()).toEqual([{ status: 'sending', campaigns: 1, unclosed: 1 }]);
  expect((await health()).problems).toContainEqual({ code: 'ledger_open', about: null });
  await api.owner.query(
    `insert into delivery_counts (organization_id, campaign_id, state, count) values ($1, $2, 'pending', 1)`,
    [member.organizationId, id],
  );
  expect(await unclosed()).toEqual([{ status: 'sending', campaigns: 1, unclosed: 1 }]); // one more than the audience
  await sending(inMinutes(-11), 1);
  expect(await unclosed()).toEqual([{ status: 'sending', campaigns: 1, unclosed: 0 }]);
  await api.owner.query(`update campaigns set status = 'draft', audience = null, launched_at = null where id = $1`, [
    id,
  ]);
});

test('failed events are a problem once they have waited for a day', async () => {
  await addFailedEvent(inMinutes(-23 * 60));
  expect((await health()).failedEvents.count).toBe(1);
  expect((await health()).problems).toEqual([]);
  await addFailedEvent(inMinutes(-25 * 60));
  expect((await health()).problems).toEqual([{ code: 'failed_events', about: null }]);
  await api.owner.query('delete from failed_events');
});

function addFailedEvent(firstFailedAt: Date) {
  return api.owner.query(
    `insert into failed_events (organization_id, stage, event_id, received_at, event_name, state, attempts, problem, first_failed_at)
     values ($1, 'people', $2, now(), 'page_view', 'failed', 5, 'It failed', $3)`,
    [member.organizationId, randomUUID(), firstFailedAt],
  );
}

test('without a standby there is no lag', async () => {
  expect((await health()).database).toMatchObject({ standbys: 0, lagBytes: null, bytes: expect.any(Number) });
});

test('a process is listed while it runs, and missed when it stopped without a word', async () => {
  const recent = new Recent();
  recent.answered('GET', '/api/contacts', 12);
  recent.answered('GET', '/api/contacts', 20);
  recent.failed('GET /api/contacts', Object.assign(new TypeError('secret words'), { code: '23505' }), 'request-1');
  const source = api.app.get(DataSource);
  const query = (sql: string, parameters: unknown[]) => source.query(sql, parameters);
  const end = reportProcess({ name: 'worker', version: '1.2.3', recent, query });
  const listed = async () => (await health()).processes;
  await expect.poll(listed).toEqual([
    expect.objectContaining({
      name: 'worker',
      version: '1.2.3',
      isSilent: false,
      slowRoutes: [{ method: 'GET', route: '/api/contacts', requests: 2, averageMs: 16, slowestMs: 20 }],
      errors: [
        expect.objectContaining({ where: 'GET /api/contacts', kind: 'TypeError 23505', requestId: 'request-1' }),
      ],
    }),
  ]);
  await api.owner.query(`update running_processes set seen_at = now() - interval '2 minutes'`);
  expect((await health()).problems).toEqual([{ code: 'process_silent', about: 'worker' }]);
  await end();
  expect(await listed()).toEqual([]);
});

test('only operators see it', async () => {
  expect((await member.fetch('/api/operator/health')).status).toBe(404);
});

test.runIf(hasPrometheus())('a worker’s page has the figures, and promtool finds nothing to say about it', async () => {
  await readAgain();
  const page = await api.app.get(ProcessMetrics).page.page();
  for (const name of ['queue_oldest_seconds{queue="messages"', 'event_lag_seconds{stage="first"', 'dead_letters{'])
    expect(page).toContain(`engagex_${name}`);
  expect(page).toMatch(/engagex_database_connections\{kind="most",process="api"\} \d+\n/);
  expect(page).not.toContain(member.organizationId);
  expect(promtool(['check', 'metrics'], page)).toBe('');
});
