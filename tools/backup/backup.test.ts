import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import { knownMigrations, migrate } from '../../migrations/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { holdSending } from './log/hold-sending.ts';
import { type Made, makeBackup } from './make-backup.ts';
import { type RestoreRequest, restoreBackup } from './restore-backup.ts';
import { asSuperuser, fill, keys, passphrase, stateOf } from './testing/filled.ts';

let folder: string;
let source: TestDatabase;
let file: string;
let made: Made;
const organizationId = randomUUID();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-backup-'));
  source = await createTestDatabase();
  await fill(source, organizationId);
  await filesOf('source').write(`${organizationId}/images/one.png`, Readable.from(['an image']));
  await filesOf('source').write('journals/claim', Readable.from(['of this machine']));
  file = join(folder, 'full.backup');
  made = await makeBackup(
    { ownerUrl: source.tableOwnerUrl, files: filesOf('source'), passphrase, keys },
    async (stream) => writeFile(file, stream),
  );
});
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

const filesOf = (name: string) => new DiskFiles(join(folder, name));
const opened = (path: string) => async () => createReadStream(path);

/** What makes tables what they are: triggers, row-level security, indexes, foreign keys. */
async function guardsOf(database: TestDatabase): Promise<string[]> {
  return asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ guard: string }>(`
      select concat_ws(' ', 'table', relname, relrowsecurity, relforcerowsecurity) as guard from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      union all select concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
      union all select concat_ws(' ', 'key', conrelid::regclass, pg_get_constraintdef(oid), convalidated) from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f'
      union all select concat_ws(' ', 'index', indexrelid::regclass, indisvalid, pg_get_indexdef(indexrelid), obj_description(indexrelid, 'pg_class'))
        from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace
      order by 1`);
    return rows.map(({ guard }) => guard);
  });
}

function requestFor(target: TestDatabase, more: Partial<RestoreRequest> = {}): RestoreRequest {
  const { appPassword, bffPassword } = inject('testPostgres');
  return {
    ownerUrl: target.tableOwnerUrl,
    appPassword,
    bffPassword,
    files: filesOf(new URL(target.ownerUrl).pathname.slice(1)),
    passphrase,
    keys,
    replaces: false,
    acceptsOtherKeys: false,
    log: () => {},
    ...more,
  };
}

async function withTarget<T>(work: (target: TestDatabase) => Promise<T>): Promise<T> {
  const target = await createTestDatabase();
  try {
    return await work(target);
  } finally {
    await target.drop();
  }
}

test('every table of a restored installation has the rows it had, and everything that guards them is in force', async () => {
  await withTarget(async (target) => {
    const request = requestFor(target, {
      finish: (client, { takenAt }) =>
        holdSending(client, { backup: 'full', takenAt, organizationId: null, later: { kind: 'awaited' } }),
    });
    const { sections } = await restoreBackup(request, opened(file));
    expect(sections).toEqual(made.sections);
    const {
      sending_holds: hold,
      restored_organizations: restored,
      preference_log_lines: line,
      ...rows
    } = await stateOf(target);
    expect(rows).toEqual(await stateOf(source));
    expect([hold, restored, line].map((each) => each?.slice(0, 2))).toEqual(['1 ', '1 ', '1 ']);
    expect(await guardsOf(target)).toEqual(await guardsOf(source));
    expect(await text(await request.files.read(`${organizationId}/images/one.png`))).toBe('an image');
    await expect(request.files.read('journals/claim')).rejects.toThrow('There is no file');
    const app = new pg.Client({ connectionString: target.appUrl });
    await app.connect();
    try {
      expect((await app.query('select from contacts')).rowCount).toBe(0); // in no organization
      await app.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
      expect((await app.query('select from contacts')).rowCount).toBe(50);
    } finally {
      await app.end();
    }
  });
});

test('an installation that holds data is not replaced unless that is asked for, and then wholly', async () => {
  await withTarget(async (target) => {
    await asSuperuser(target, (client) => client.query(`insert into organizations (name) values ('Somebody else')`));
    const before = await stateOf(target);
    await expect(restoreBackup(requestFor(target), opened(file))).rejects.toThrow('add --replace');
    expect(await stateOf(target)).toEqual(before);
    await restoreBackup(requestFor(target, { replaces: true }), opened(file));
    expect(await stateOf(target)).toEqual(await stateOf(source));
  });
});

test('a restore that fails at any point leaves what was there', async () => {
  await withTarget(async (target) => {
    await asSuperuser(target, (client) => client.query(`insert into organizations (name) values ('Somebody else')`));
    const [before, guards] = [await stateOf(target), await guardsOf(target)];
    const cut = join(folder, 'cut.backup');
    await writeFile(cut, await readFile(file));
    await truncate(cut, 20_000);
    let openings = 0;
    const attempts: Record<string, () => Promise<unknown>> = {
      'a damaged file': () => restoreBackup(requestFor(target, { replaces: true }), opened(cut)),
      'a file damaged after it was checked': () =>
        restoreBackup(requestFor(target, { replaces: true }), async () =>
          createReadStream((openings += 1) === 1 ? file : cut),
        ),
      'another passphrase': () => restoreBackup(requestFor(target, { replaces: true, passphrase: 'x' }), opened(file)),
      'another key': () =>
        restoreBackup(requestFor(target, { replaces: true, keys: { ...keys, encryption: 'new' } }), opened(file)),
      'a crash at the end': () =>
        restoreBackup(
          requestFor(target, { replaces: true, finish: () => Promise.reject(new Error('killed')) }),
          opened(file),
        ),
    };
    for (const [how, attempt] of Object.entries(attempts)) {
      await expect(attempt(), how).rejects.toThrow();
      expect(await stateOf(target), how).toEqual(before);
    }
    expect(await guardsOf(target)).toEqual(guards);
  });
});

test('nothing is restored under processes that run', async () => {
  await withTarget(async (target) => {
    const app = new pg.Client({ connectionString: target.appUrl });
    await app.connect();
    await expect(restoreBackup(requestFor(target), opened(file))).rejects.toThrow('Stop all of them first');
    await app.end();
  });
});

test('an older backup is brought up to date, a newer one is refused, and one that stopped halfway is marked', async () => {
  const { appPassword, bffPassword } = inject('testPostgres');
  const known = knownMigrations();
  await withTarget(async (old) => {
    await asSuperuser({ ...old, ownerUrl: old.tableOwnerUrl }, (client) =>
      client.query('drop schema public, event_partitions, bullmq cascade; create schema public'),
    );
    const owner = { ownerUrl: old.tableOwnerUrl, appPassword, bffPassword };
    await migrate({ ...owner, only: new Set(known.slice(0, -1)) });
    await asSuperuser(old, async (client) => {
      await client.query(`insert into organizations (name) values ('Old')`);
      await client.query(
        'grant usage on schema public to engagex_backup; grant select on all tables in schema public to engagex_backup',
      );
      await client.query('create policy backup on organizations for select to engagex_backup using (true)');
    });
    const older = join(folder, 'older.backup');
    const { head } = await makeBackup(
      { ownerUrl: old.tableOwnerUrl, files: filesOf('old'), passphrase, keys },
      async (stream) => writeFile(older, stream),
    );
    expect(head.migrations).toEqual(known.slice(0, -1));
    await withTarget(async (target) => {
      const halfway = requestFor(target, { finish: () => Promise.reject(new Error('killed')) });
      await expect(restoreBackup(halfway, opened(older))).rejects.toThrow('killed');
      const started = { ...owner, ownerUrl: target.tableOwnerUrl };
      await expect(migrate(started)).rejects.toThrow('A restore into this database did not finish');
      await restoreBackup(requestFor(target), opened(older));
      await migrate(started);
      expect(await guardsOf(target)).toEqual(await guardsOf(source));
      const { rows } = await asSuperuser(target, (client) => client.query('select name from organizations'));
      expect(rows).toEqual([{ name: 'Old' }]);
    });
    await asSuperuser(old, (client) =>
      client.query(`insert into migrations (timestamp, name) values (1, 'ofTomorrow1')`),
    );
    await makeBackup({ ownerUrl: old.tableOwnerUrl, files: filesOf('old'), passphrase, keys }, async (stream) =>
      writeFile(older, stream),
    );
    await withTarget((target) =>
      expect(restoreBackup(requestFor(target), opened(older))).rejects.toThrow('made by a newer version'),
    );
  });
}, 240_000);
