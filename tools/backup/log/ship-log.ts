/**
 * Keeps what people said about getting mail outside of the database as well, some seconds after they said it. An entry is
 * marked as shipped once its segment is stored; a crash in between ships it again, which does no harm.
 */
import { Readable } from 'node:stream';
import pg from 'pg';
import type { Files } from '../../../apps/api/src/ports/files.ts';
import { BackupError } from '../backup-error.ts';
import { keyOfSegment, type LogEntry, packSegment } from './segment.ts';

const entriesAtOnce = 20_000;
const shippingLock = 7_362_402; // any number; the same in every process that ships

export interface ShipRequest {
  readonly ownerUrl: string;
  readonly place: Files;
  readonly passphrase: string;
}

/** Ships all there is; answers how many entries. */
export async function shipLog(request: ShipRequest): Promise<number> {
  const client = new pg.Client({ connectionString: request.ownerUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // it also fails the query that waits
  await client.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [shippingLock]);
    if (!rows[0]?.mine) throw new BackupError('Another process is shipping the log of preferences already.');
    let shipped = 0;
    for (;;) {
      const count = await shipSegment(client, request);
      shipped += count;
      if (count < entriesAtOnce) return shipped;
    }
  } finally {
    await client.end();
  }
}

interface Line {
  readonly id: string;
  readonly segment: string;
  readonly hash: Buffer | null;
}

/** A connection of the owner reads the log as the role of backups, and marks entries through a function. */
async function shipSegment(client: pg.Client, { place, passphrase }: ShipRequest): Promise<number> {
  const line = await currentLine(client);
  const { until, entries } = await unshipped(client);
  if (entries.length === 0) {
    await client.query('update preference_log_lines set shipped_at = greatest(shipped_at, $2) where id = $1', [
      line.id,
      until,
    ]);
    return 0;
  }
  const segment = Number(line.segment) + 1;
  const head = { line: line.id, segment, previous: line.hash?.toString('hex') ?? null, until };
  const { file, hash } = await packSegment(passphrase, head, entries);
  await place.write(keyOfSegment(line.id, segment), Readable.from([file]));
  await client.query('begin');
  await client.query('select mark_shipped($1::uuid[], $2)', [entries.map(({ id }) => id), segment]);
  await client.query('update preference_log_lines set segment = $2, hash = $3, shipped_at = $4 where id = $1', [
    line.id,
    segment,
    hash,
    until,
  ]);
  await client.query('commit');
  return entries.length;
}

async function currentLine(client: pg.Client): Promise<Line> {
  await client.query(
    'insert into preference_log_lines (id) select uuidv7() where not exists (select from preference_log_lines)',
  );
  const { rows } = await client.query<Line>(
    'select id, segment, hash from preference_log_lines order by begun_at desc, id desc limit 1',
  );
  if (!rows[0]) throw new Error('A line was just made.');
  return rows[0];
}

async function unshipped(client: pg.Client): Promise<{ until: string; entries: readonly LogEntry[] }> {
  await client.query('begin read only; set local role engagex_backup');
  const { rows: now } = await client.query<{ until: string }>(
    // What was said before the oldest transaction that still runs is either here or was shipped.
    `select to_json(coalesce(min(xact_start), now()))#>>'{}' as until from pg_stat_activity
     where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()`,
  );
  const { rows } = await client.query<{ entry: LogEntry }>(
    `select to_jsonb(l) - 'segment' - 'replay' as entry from preference_log l where segment is null order by seq limit $1`,
    [entriesAtOnce],
  );
  await client.query('commit');
  return { until: now[0]?.until ?? '', entries: rows.map(({ entry }) => entry) };
}
