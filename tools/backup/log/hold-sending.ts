import type pg from 'pg';
import type { ReadLog } from './read-log.ts';

/** What is known of the log of preferences when a backup is restored: nothing yet, what it says, or in an operator's words why there is none. */
export type LaterPreferences =
  | { readonly kind: 'awaited' }
  | { readonly kind: 'loaded'; readonly log: ReadLog }
  | { readonly kind: 'declared_missing'; readonly statement: string };

export interface Restored {
  readonly backup: string;
  readonly takenAt: string;
  /** Null for the whole installation. */
  readonly organizationId: string | null;
  readonly later: LaterPreferences;
}

/** Row-level security holds for the owner of the tables too. */
const guarded = ['organizations', 'preference_log', 'restored_organizations'];

/**
 * Part of the transaction that restores: from the first moment on nothing is handed over, until a worker has settled every
 * organization that came back.
 */
export async function holdSending(
  client: pg.Client,
  { backup, takenAt, organizationId, later }: Restored,
): Promise<void> {
  const guard = await unguard(client);
  const log = later.kind === 'loaded' ? later.log : null;
  const { rows } = await client.query<{ id: string }>(
    `insert into sending_holds (of_organization, backup, snapshot_at, log, log_until, statement) values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      organizationId,
      backup,
      takenAt,
      later.kind,
      log?.until ?? null,
      later.kind === 'declared_missing' ? later.statement : null,
    ],
  );
  await client.query(
    `insert into restored_organizations (organization_id, hold_id) select id, $1 from organizations where $2::uuid is null or id = $2
     on conflict (organization_id) do update set hold_id = excluded.hold_id, settled_at = null`,
    [rows[0]?.id, organizationId],
  );
  if (log) await appendLog(client, log, organizationId);
  if (organizationId === null)
    await client.query('insert into preference_log_lines (begun_at) values (clock_timestamp())');
  await guard();
}

/** Answers what makes tables as they were: not all of these are kept from their owner. */
async function unguard(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string }>(
    'select relname::text as name from pg_class where oid = any ($1::regclass[]) and relforcerowsecurity',
    [guarded],
  );
  for (const { name } of rows) await client.query(`alter table ${name} no force row level security`);
  return async () => {
    for (const { name } of rows) await client.query(`alter table ${name} force row level security`);
  };
}

const entriesAtOnce = 5_000;

/** What the rows do not have. Organizations that are not here had nobody to mail. */
async function appendLog(client: pg.Client, { entries }: ReadLog, organizationId: string | null): Promise<void> {
  for (let at = 0; at < entries.length; at += entriesAtOnce)
    await client.query(
      `insert into preference_log (organization_id, id, seq, at, kind, contact_id, topic_id, address_key, address_hash, value, segment, replay)
       select l.organization_id, l.id, l.seq, l.at, l.kind, l.contact_id, l.topic_id, l.address_key, l.address_hash, l.value, 0, 'pending'
       from jsonb_populate_recordset(null::preference_log, $1::jsonb) l
       where exists (select from organizations o where o.id = l.organization_id) and ($2::uuid is null or l.organization_id = $2)
       on conflict do nothing`,
      [JSON.stringify(entries.slice(at, at + entriesAtOnce)), organizationId],
    );
  await client.query(
    `select setval(pg_get_serial_sequence('preference_log', 'seq'), 
       greatest((select max(seq) from preference_log), (select last_value from preference_log_seq_seq)))`,
  );
}

/** Answers the open hold of the whole installation or of the organization: the log was found after all, or an operator says that there is none. */
export async function answerHold(
  client: pg.Client,
  organizationId: string | null,
  later: LaterPreferences,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update sending_holds set log = $2, log_until = $3, statement = $4
     where released_at is null and log = 'awaited' and of_organization is not distinct from $1::uuid`,
    [
      organizationId,
      later.kind,
      later.kind === 'loaded' ? later.log.until : null,
      later.kind === 'declared_missing' ? later.statement : null,
    ],
  );
  if (later.kind === 'loaded') {
    const guard = await unguard(client);
    await appendLog(client, later.log, organizationId);
    await guard();
  }
  return (rowCount ?? 0) > 0;
}
