import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import { checkBackup, restoreBackup } from '../backup/restore-backup.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { createDatabaseIn } from '../testing/database.ts';
import { startTestPostgres } from '../testing/test-postgres.ts';
import type { Row } from './rounds.ts';

/** BACKUP_SCALE=0.1 is a tenth of it, for a quick look. */
const people = Math.round(1_000_000 * Number(process.env['BACKUP_SCALE'] ?? 1));
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', wal_level: 'replica' };

/** How long a backup of a million contacts and its restore take, beside COPY of the same rows to a file and from it into a table of the same columns without indexes. */
export async function benchBackup(): Promise<Row[]> {
  const server = await startTestPostgres(durable);
  const folder = await mkdtemp(join(tmpdir(), 'engagex-bench-'));
  const [source, target] = [await createDatabaseIn(server.connection), await createDatabaseIn(server.connection)];
  try {
    await fill(source.ownerUrl);
    const raw = join(folder, 'raw');
    const [file, files] = [join(folder, 'backup'), new DiskFiles(join(folder, 'files'))];
    const passphrase = randomBytes(18).toString('base64url');
    const keys = { encryption: 'one', tracking: 'two' };
    const out = await seconds(() => copyOut(source.ownerUrl, raw));
    const backup = await seconds(() =>
      makeBackup({ ownerUrl: source.tableOwnerUrl, files, passphrase, keys }, async (stream) =>
        pipeline(stream, createWriteStream(file, { flush: true })),
      ),
    );
    const open = async () => createReadStream(file);
    const check = await seconds(() => checkBackup(passphrase, open));
    const request = { ...server.connection, ownerUrl: target.tableOwnerUrl, files, passphrase, keys };
    const restore = await seconds(() =>
      restoreBackup({ ...request, replaces: false, acceptsOtherKeys: false, log: () => {} }, open),
    );
    const into = await seconds(() => copyIn(target.ownerUrl, raw));
    return [
      row(`backup of ${people.toLocaleString('en')} contacts, beside COPY of them to a file`, backup, out),
      row('reading and checking all of it', check, null),
      row('restore with all indexes and foreign keys, beside COPY of the contacts into a bare table', restore, into),
    ];
  } finally {
    await Promise.all([source.drop(), target.drop()]);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function row(name: string, value: number, reference: number | null): Row {
  return { name: `backup: ${name}`, value, unit: 's', reference, ratio: reference && value / reference, rounds: 1 };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

async function fill(url: string): Promise<void> {
  await connected(url, async (client) => {
    const organizationId = randomUUID();
    await client.query(`insert into organizations (id, name) values ($1, 'Bench')`, [organizationId]);
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
    await client.query(
      `insert into contacts (email, first_name, last_name, phone, attributes)
       select 'person.' || i || '@' || substr(md5(i::text), 1, 8) || '.example', 'First' || i % 1000, 'Last' || i % 9973,
         '+4420' || lpad(i::text, 8, '0'), jsonb_build_object('city', 'City ' || i % 500, 'score', i % 100, 'plan', 'Plan ' || i % 5)
       from generate_series(1, $1::int) i`,
      [people],
    );
  });
}

const columns = 'organization_id, id, email, first_name, last_name, phone, attributes, created_at, updated_at';

async function copyOut(url: string, file: string): Promise<void> {
  await connected(url, (client) =>
    pipeline(client.query(copyTo(`copy contacts (${columns}) to stdout`)), createWriteStream(file, { flush: true })),
  );
}

async function copyIn(url: string, file: string): Promise<void> {
  await connected(url, async (client) => {
    await client.query(`create table bare as select ${columns} from contacts with no data`);
    await pipeline(createReadStream(file), client.query(copyFrom(`copy bare (${columns}) from stdin`)));
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
