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
import { carriedTables } from './database/catalogue.ts';
import { checksumOf } from './database/read-tables.ts';
import { inSnapshot } from './database/snapshot.ts';
import { type Made, makeBackup } from './make-backup.ts';
import { type RestoreRequest, restoreBackup } from './restore-backup.ts';

const passphrase = 'correct horse battery staple';
const keys = { encryption: 'one', tracking: 'two' };

let folder: string;
let source: TestDatabase;
let file: string;
let made: Made;
const organizationId = randomUUID();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-backup-'));
  source = await createTestDatabase();
  await fill(source);
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

/** With the owner's URL, unless another is named. */
async function asSuperuser<T>({ ownerUrl }: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Texts that COPY has to escape, values whose text depends on settings, and rows that refer to each other. */
async function fill(database: TestDatabase): Promise<void> {
  await asSuperuser(database, async (client) => {
    await client.query(
      `insert into users (id, name, email, email_verified_at) values (uuidv7(), E'Ada\\t\\\\N "ü"', 'ada@example.com', now())`,
    );
    await client.query(
      `insert into organizations (id, name, logo, logo_type) values ($1, E'Line\\nbreak', '\\x00ff0a', 'image/png')`,
      [organizationId],
    );
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
    await client.query(
      `
      insert into contacts (organization_id, email, first_name, attributes, paused_until)
      select $1, 'p' || i || '@example.com', case when i % 3 = 0 then null when i % 3 = 1 then '' else E'\\\\.' end,
        jsonb_build_object('score', i * 1.10), case when i = 5 then timestamptz '2030-01-01 00:00:00.123456+03' end
      from generate_series(1, 50) i`,
      [organizationId],
    );
    await client.query(
      `insert into events (organization_id, occurred_at, name, person_id, kind, trusted, message_id)
       select $1, now(), 'page_view', uuidv7(), 'page', true, 'm' || i from generate_series(1, 20) i`,
      [organizationId],
    );
    await client.query(
      `update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where email_key = 'p7@example.com'`,
    );
    await client.query(
      `select append_audit_entry('user', uuidv7(), 'Ada', 'contacts.update', 'contacts', null, null, null, '{"a": 1.50}', 'r', null)`,
    );
  });
}

/** What every table holds, as the superuser sees it. */
async function stateOf(database: TestDatabase): Promise<Record<string, string>> {
  return inSnapshot(database.tableOwnerUrl, async (client) => {
    const state: Record<string, string> = {};
    for (const table of await carriedTables(client)) {
      const { rows, sha256 } = await checksumOf(client, table);
      if (rows > 0) state[table.name] = `${rows} ${sha256}`;
    }
    return state;
  });
}

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
    const request = requestFor(target);
    const { sections } = await restoreBackup(request, opened(file));
    expect(sections).toEqual(made.sections);
    expect(await stateOf(target)).toEqual(await stateOf(source));
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
});
