import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { ArchiveHead } from './archive/manifest.ts';
import { answerHold, holdSending, type LaterPreferences } from './log/hold-sending.ts';
import { readLog } from './log/read-log.ts';
import { shipLog } from './log/ship-log.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { asSuperuser, fill, keys, passphrase } from './testing/filled.ts';

const organizationId = randomUUID();
let folder: string;
let source: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-log-'));
  source = await createTestDatabase();
  await fill(source, organizationId);
});
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

const place = () => new DiskFiles(join(folder, 'place'));
const ship = () => shipLog({ ownerUrl: source.tableOwnerUrl, place: place(), passphrase });

function unsubscribe(client: pg.Client, person: number) {
  return client.query(
    `update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where organization_id = $1 and email_key = $2`,
    [organizationId, `p${person}@example.com`],
  );
}

async function inOrganization<T>(database: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return asSuperuser(database, async (client) => {
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
    return work(client);
  });
}

async function segments(): Promise<string[]> {
  const [line = ''] = await readdir(join(folder, 'place/preferences'));
  return (await readdir(join(folder, 'place/preferences', line)))
    .toSorted()
    .map((name) => join(folder, 'place/preferences', line, name));
}

async function backUp(
  name: string,
): Promise<{ head: ArchiveHead; open: () => Promise<ReturnType<typeof createReadStream>> }> {
  const file = join(folder, name);
  const { head } = await makeBackup(
    { ownerUrl: source.tableOwnerUrl, files: new DiskFiles(join(folder, 'files')), passphrase, keys },
    async (stream) => writeFile(file, stream),
  );
  return { head, open: async () => createReadStream(file) };
}

async function restoreInto(target: TestDatabase, from: Awaited<ReturnType<typeof backUp>>, later: LaterPreferences) {
  const { appPassword, bffPassword } = inject('testPostgres');
  await restoreBackup(
    {
      ownerUrl: target.tableOwnerUrl,
      appPassword,
      bffPassword,
      files: new DiskFiles(join(folder, 'restored')),
      passphrase,
      keys,
      replaces: false,
      acceptsOtherKeys: false,
      finish: (client, { takenAt }) => holdSending(client, { backup: 'x', takenAt, organizationId: null, later }),
      log: () => {},
    },
    from.open,
  );
}

const replayed = `select kind, coalesce(address_key, value ->> 'subscription') as what from preference_log where replay = 'pending' order by seq`;

test('what people said since a backup is outside of the database, and comes back with a restore, which holds all mail', async () => {
  expect(await ship()).toBe(2); // somebody had unsubscribed, which suppressed the address
  expect(await ship()).toBe(0);
  const backup = await backUp('one.backup');
  expect(backup.head.log?.segment).toBe(1);
  const late = new pg.Client({ connectionString: source.ownerUrl });
  await late.connect();
  await late.query(`begin; select set_config('app.organization_id', '${organizationId}', true)`);
  await unsubscribe(late, 20);
  await inOrganization(source, (client) => unsubscribe(client, 21));
  expect(await ship()).toBe(2);
  await late.query('commit'); // it was written before what is shipped already
  await late.end();
  expect(await ship()).toBe(2);
  const log = await readLog(place(), passphrase, backup.head.log);
  expect(log.entries).toHaveLength(4);

  const target = await createTestDatabase();
  try {
    await restoreInto(target, backup, { kind: 'loaded', log });
    await inOrganization(target, async (client) => {
      expect((await client.query(replayed)).rows).toEqual([
        { kind: 'suppressed', what: 'p20@example.com' },
        { kind: 'subscription', what: 'unsubscribed' },
        { kind: 'suppressed', what: 'p21@example.com' },
        { kind: 'subscription', what: 'unsubscribed' },
      ]);
      expect((await client.query('select sending_is_held() as held')).rows).toEqual([{ held: true }]);
      expect((await client.query('select release_sending() as ended')).rows).toEqual([{ ended: 0 }]);
      expect((await client.query('select from due_restored_organizations()')).rowCount).toBe(1);
    });
    // The restored installation ships on a line of its own, and nothing a second time.
    const again = { ownerUrl: target.tableOwnerUrl, place: new DiskFiles(join(folder, 'again')), passphrase };
    expect(await shipLog(again)).toBe(0);
    await inOrganization(target, (client) => unsubscribe(client, 22));
    expect(await shipLog(again)).toBe(2);
  } finally {
    await target.drop();
  }
});

test('without a log nothing is sent until it is found, or somebody says in words that there is none', async () => {
  const backup = await backUp('two.backup');
  const target = await createTestDatabase();
  try {
    await restoreInto(target, backup, { kind: 'awaited' });
    await inOrganization(target, async (client) => {
      const held = async () =>
        (await client.query<{ held: boolean }>('select sending_is_held() as held')).rows[0]?.held;
      expect((await client.query('select from due_restored_organizations()')).rowCount).toBe(0);
      await client.query('update restored_organizations set settled_at = now()');
      await client.query('select release_sending()');
      expect(await held()).toBe(true);
      await asSuperuser({ ...target, ownerUrl: target.tableOwnerUrl }, async (owner) => {
        await owner.query('begin');
        const statement = 'The disk with the log is gone.';
        expect(await answerHold(owner, null, { kind: 'declared_missing', statement })).toBe(true);
        await owner.query('commit');
      });
      await client.query('select release_sending()');
      expect(await held()).toBe(false);
      const { rows } = await client.query('select log, statement from sending_holds');
      expect(rows).toEqual([{ log: 'declared_missing', statement: 'The disk with the log is gone.' }]);
    });
  } finally {
    await target.drop();
  }
});

test('a log with a segment that is missing, changed, swapped or written with another passphrase is refused', async () => {
  await inOrganization(source, (client) => unsubscribe(client, 30));
  await ship();
  const [first = '', second = '', third = ''] = await segments();
  const position = (await backUp('three.backup')).head.log!;
  const since = { ...position, segment: 1 };
  await readLog(place(), passphrase, since);
  const aside = join(folder, 'aside');
  await copyFile(second, aside);
  await copyFile(third, second);
  await expect(readLog(place(), passphrase, since)).rejects.toThrow('is not the one that was written there');
  await rm(second);
  await expect(readLog(place(), passphrase, since)).rejects.toThrow('Segment 2 of the log of preferences is missing');
  await copyFile(aside, second);
  await expect(readLog(place(), 'another passphrase', since)).rejects.toThrow('The passphrase is wrong');
  await writeFile(second, 'nothing');
  await expect(readLog(place(), passphrase, since)).rejects.toThrow('not a backup');
  await copyFile(aside, second);
  await rm(first); // older than every backup: it may be gone
  await expect(readLog(place(), passphrase, { ...position, segment: 2 })).resolves.toBeDefined();
  await expect(readLog(place(), passphrase, { ...position, segment: 9 })).rejects.toThrow('Segment 9');
  await expect(readLog(new DiskFiles(join(folder, 'elsewhere')), passphrase, since)).rejects.toThrow('is not there');
});
