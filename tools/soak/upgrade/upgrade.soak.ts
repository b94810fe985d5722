/**
 * The release before, this one, and back again, behind haproxy, with 200 requests a second and a campaign on its way:
 * nobody notices. `npm run soak -- upgrade`; UPGRADE_FROM names another release to begin with.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { startFaultySmtp } from '../../../apps/api/src/testing/faulty-smtp.ts';
import { migrate } from '../../../migrations/migrate.ts';
import { sqlFiles } from '../../../migrations/sql-files.ts';
import { campaignTemplate } from '../../bench/campaign-template.ts';
import { buildAudience } from '../../bench/sending.bench.ts';
import { Browser, until } from '../../demo/browser.ts';
import { freePort } from '../../stack/ports.ts';
import { OWNER, urlFor, withClient } from '../../stack/postgres/postgres.ts';
import { TABLE_OWNER } from '../../testing/database.ts';
import { hasHaproxy, startHaproxy } from './haproxy.ts';
import { startLoad } from './load.ts';
import { cloneReleaseBefore, currentRelease } from './releases.ts';
import { type Place, RollingFleet } from './rolling-fleet.ts';

const people = Number(process.env['UPGRADE_PEOPLE'] ?? 20_000);
const perSecond = 200;
const secret = () => randomBytes(32).toString('base64url');

const folder = mkdtempSync(join(tmpdir(), 'engagex-upgrade-'));
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!hasHaproxy)('nobody notices an upgrade, nor going back', { timeout: 15 * 60_000 }, async () => {
  const server = inject('testPostgres');
  const before = cloneReleaseBefore(folder);
  const name = `upgrade_${randomBytes(4).toString('hex')}`;
  const url = (role: string, password: string) => urlFor(server.port, role, password, name);
  const ownerUrl = url(OWNER, server.ownerPassword);
  await withClient(urlFor(server.port, OWNER, server.ownerPassword, 'postgres'), (client) =>
    client.query(`create database ${name} owner ${TABLE_OWNER}`),
  );
  const migrations = {
    ownerUrl: url(TABLE_OWNER, server.tableOwnerPassword),
    appPassword: server.appPassword,
    bffPassword: server.bffPassword,
  };
  execFileSync(process.execPath, ['migrations/migrate.ts'], {
    cwd: before.folder,
    stdio: 'ignore',
    env: {
      ...process.env,
      MIGRATIONS_DATABASE_URL: migrations.ownerUrl,
      APP_DATABASE_PASSWORD: server.appPassword,
      BFF_DATABASE_PASSWORD: server.bffPassword,
    },
  });

  const smtp = await startFaultySmtp(() => null, { answerMs: 25 });
  closing.push(() => smtp.close());
  const places = await Promise.all(
    (['bff', 'bff', 'api', 'api', 'worker', 'worker'] as const).map(async (kind): Promise<Place> => ({
      kind,
      port: await freePort(),
    })),
  );
  const portsOf = (kind: Place['kind']) => places.filter((place) => place.kind === kind).map(({ port }) => port);
  const [web, api] = [await freePort(), await freePort()];
  closing.push(
    await startHaproxy(folder, [
      { name: 'bff', port: web, targets: portsOf('bff'), mode: 'http' },
      { name: 'api', port: api, targets: portsOf('api'), mode: 'tcp' },
    ]),
  );
  const files = join(folder, 'files');
  mkdirSync(files);
  const shared = {
    NODE_ENV: 'test',
    PUBLIC_URL: `http://127.0.0.1:${web}`,
    LOG_LEVEL: 'warn',
    DRAIN_SECONDS: '5', // as in production
    INTERNAL_SECRET: secret(),
  };
  const back = {
    ...shared,
    DATABASE_URL: url('engagex_app', server.appPassword),
    TRACKING_SECRET: secret(),
    ENCRYPTION_SECRET: secret(),
    FILES_DIR: files,
    SMTP_URL: smtp.url,
  };
  const front = {
    ...shared,
    DATABASE_URL: url('engagex_bff', server.bffPassword),
    API_URL: `http://127.0.0.1:${api}`,
    SESSION_SECRET: secret(),
    TRUSTED_PROXIES: '1',
  };
  const fleet = new RollingFleet({ bff: front, api: back, worker: back }, join(folder, 'fleet.log'));
  closing.push(() => fleet.close());
  await fleet.start(
    before,
    places.filter(({ kind }) => kind !== 'bff'),
  );
  await fleet.start(
    before,
    places.filter(({ kind }) => kind === 'bff'),
  );

  const isReachable = () => fetch(`http://127.0.0.1:${web}/health/ready`).then(({ ok }) => ok);
  await until(isReachable, (isReady) => isReady, 100);

  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  closing.push(() => owner.end());
  const browser = new Browser(`http://127.0.0.1:${web}`);
  await browser.post('/auth/sign-up', {
    name: 'Ada',
    email: 'ada@example.com',
    password: 'correct horse',
    organizationName: 'Engines',
  });
  await owner.query('update users set email_verified_at = now()');
  const { rows } = await owner.query<{ id: string }>('select id from organizations');
  const organizationId = rows[0]?.id ?? '';
  const key = `egx_pub_${secret()}`;
  await owner.query(
    `insert into api_keys (organization_id, kind, name, hint, key_hash, scopes) values ($1, 'public', 'Load', 'egx_pub_', $2, '{events:write}')`,
    [organizationId, createHash('sha256').update(key).digest()],
  );
  const groupId = await buildAudience({ ownerUrl }, people);
  const template = await browser.post<TemplateView>('/api/templates', campaignTemplate);
  const { id } = await browser.post<CampaignView>('/api/campaigns', {
    name: 'Upgrade',
    templateId: template.id,
    groupIds: [groupId],
    senderName: 'Ada',
    senderEmail: 'ada@shop.example',
  });

  const load = startLoad({ port: web, perSecond, cookie: browser.cookie, organizationId, key });
  await browser.post(`/api/campaigns/${id}/launch`, {});
  await delay(2_000);
  const reportOf = () => browser.get<CampaignReport>(`/api/campaigns/${id}/report`);
  const said: string[] = [];
  // What the next release adds: a column, and an index on a table in use.
  const column = {
    file: '20991231000000_column.sql',
    name: 'column4102358400000',
    text: 'alter table contacts add column added int;',
  };
  const index = {
    file: '20991231000001_index.sql',
    name: 'index4102358401000',
    text: '-- outside a transaction\ndrop index concurrently if exists added;\ncreate index concurrently added on contacts (organization_id, added);',
  };
  await migrate({ ...migrations, migrations: [...sqlFiles(), column, index], log: (line) => void said.push(line) });
  expect(said).toEqual(expect.arrayContaining([`applied ${column.name}`, `applied ${index.name}`]));
  await fleet.replaceAll(currentRelease);
  await fleet.replaceAll(before);
  const midway = await reportOf();
  const result = await load.stop();

  process.stdout.write(
    `from ${before.name} and back: ${result.requests} requests, ${result.failures.length} failed; ` +
      `${midway.ledger.accepted} of ${people} accepted by then\n`,
  );
  expect(result.failures).toEqual([]);
  const { campaign, ledger } = await until(reportOf, (report) => report.campaign.status === 'sent', 500);
  expect(campaign.status).toBe('sent');
  expect(ledger).toMatchObject({ accepted: people, unknown: 0, failed: 0 });
  expect(smtp.took.length).toBe(people);
  expect(new Set(smtp.took).size).toBe(people);
  const stored = await owner.query<{ events: number; groups: number }>(
    `select (select count(*)::int from events where message_id = any ($1)) as events,
            (select count(*)::int from groups where name = any ($2)) as groups`,
    [result.events, result.groups],
  );
  expect(stored.rows).toEqual([{ events: result.events.length, groups: result.groups.length }]);
});
