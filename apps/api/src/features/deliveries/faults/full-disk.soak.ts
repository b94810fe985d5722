import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { createDatabaseIn } from '../../../../../../tools/testing/database.ts';
import { type RunningTestPostgres, startTestPostgres } from '../../../../../../tools/testing/test-postgres.ts';
import { expectAccounted } from '../../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import { type FaultySmtp, startFaultySmtp } from '../../../testing/faulty-smtp.ts';
import { Fleet } from '../../../testing/fleet.ts';
import { startTestApi, type TestApi } from '../../../testing/test-api.ts';

const people = 6_000;
const patienceMs = 120_000;

let disk: string;
let postgres: RunningTestPostgres;
let smtp: FaultySmtp;
let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  disk = mkdtempSync(join(tmpdir(), 'engagex-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512m,mode=0711', 'tmpfs', disk]);
  smtp = await startFaultySmtp(() => null, { answerMs: 15 });
  postgres = await startTestPostgres({ synchronous_commit: 'on', max_wal_size: '64MB' }, disk);
  api = await startTestApi({ settings: { SMTP_URL: smtp.url }, database: await createDatabaseIn(postgres.connection) });
  fleet = new Fleet(api.config, { DELIVERY_LEASE_SECONDS: '5' });
}, 60_000);
afterAll(async () => {
  await fleet.close();
  await api.close();
  await postgres.stop();
  await smtp.close();
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** Takes all that is left, and goes on taking what becomes free; resolves to what gives it back. */
function fill(): () => void {
  const path = join(disk, 'ballast');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(1 << 16);
  const take = () => {
    try {
      for (;;) writeSync(file, block);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  };
  take();
  const again = setInterval(take, 20);
  return () => {
    clearInterval(again);
    closeSync(file);
    rmSync(path);
  };
}

test(`while the disk of the database is full nothing goes on, and afterwards nobody is lost, unknown or mailed twice (seed ${seed})`, async () => {
  const chance = chanceOf('disk');
  const member = await api.newOrganization();
  const audience = addresses(people);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.launch, { id });
  const workers = [fleet.start(), fleet.start()];
  const enough = chance.between(200, 2_000);
  await watchLedger(member, id, (ledger) => ledger.accepted >= enough && ledger.submitting > 0, patienceMs);

  const release = fill();
  let before = -1;
  while (smtp.took.length > before) {
    before = smtp.took.length;
    await delay(8_000); // a lease, and then some
  }
  expect(before, 'not everybody had it when the disk was full').toBeLessThan(people);
  release();
  const statusOf = () => member.call(campaignsRoutes.get, { id }).catch(() => null);
  const isBack = async () => (await statusOf()) !== null;
  // As the launcher would: a server that has given up is started again.
  if (!(await isBack())) await postgres.restart('crash');
  await expect.poll(isBack, { timeout: patienceMs }).toBe(true);

  await watchLedger(member, id, (ledger) => ledger.closed, patienceMs);
  const { ledger } = await expectAccounted(member, { id, audience, took: smtp.took });
  expect(ledger).toMatchObject({ accepted: people, unknown: 0 });
  expect(fleet.alive).toEqual(workers);
}, 600_000);
