/**
 * Puts one organization into an installation that holds others, in one transaction. Ids stay as they were; who is a member is
 * matched by address. Rows go through tables of the session, so row-level security holds for them as for everything else.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { checkLogs } from '../../../migrations/audit-chain.ts';
import { knownMigrations } from '../../../migrations/migrate.ts';
import { withClient } from '../../stack/postgres/postgres.ts';
import { readArchive } from '../archive/archive.ts';
import type { ArchiveHead } from '../archive/manifest.ts';
import { BackupError } from '../backup-error.ts';
import { type CatalogueTable, quoted } from '../database/catalogue.ts';
import { asText } from '../database/snapshot.ts';
import { holdSending, type LaterPreferences } from '../log/hold-sending.ts';
import { assertKnown, checkBackup, type RestoreRequest } from '../restore-backup.ts';
import { matchUsers, userColumns } from './carried-users.ts';
import { tablesOfOrganization } from './organization-tables.ts';
import { sealAgain } from './sealed-secrets.ts';

export interface OrganizationRequest extends Omit<RestoreRequest, 'finish'> {
  /** The name of the backup. */
  readonly backup: string;
  readonly later: LaterPreferences;
  readonly encryptionSecret: string;
  /** What the backup was made with, where that was another. */
  readonly formerEncryptionSecret?: string | undefined;
}

/** Answers what people have to do by hand, in sentences, and what is replayed. */
export async function restoreOrganization(
  request: OrganizationRequest,
  open: () => Promise<Readable>,
): Promise<{ readonly notes: readonly string[]; readonly later: LaterPreferences }> {
  const { head } = await checkBackup(request.passphrase, open);
  const { organization } = head;
  if (!organization) throw new BackupError('This is a backup of a whole installation: leave out --organization.');
  assertKnown(head);
  if (head.migrations.length !== knownMigrations().length)
    throw new BackupError(
      'This backup was made by an older version of EngageX. Restore it into an empty installation of that version, upgrade that, and back the organization up again.',
    );
  const hasOtherKey = head.keys.encryption !== request.keys.encryption;
  if (hasOtherKey && !request.formerEncryptionSecret && !request.acceptsOtherKeys)
    throw new BackupError(
      'ENCRYPTION_SECRET is not what the backup was made with. Set FORMER_ENCRYPTION_SECRET to what it was then, or add --other-keys: then stored passwords must be entered again.',
    );
  return withClient(request.ownerUrl, async (client) => {
    await client.query(`begin; ${asText}`);
    await client.query(`select set_config('app.organization_id', $1, true)`, [organization.id]);
    const isThere = await exists(client, organization.id);
    if (isThere && !request.replaces)
      throw new BackupError(
        `This installation has the organization ${organization.name} already. To replace it with the backup, add --replace.`,
      );
    const enable = await disableTriggers(client);
    const tables = await tablesOfOrganization(client);
    const users = await stage(client, tables, head, request, open);
    if (isThere) await removeRows(client, tables, organization.id);
    for (const table of tables) await moveRows(client, table);
    const lost = hasOtherKey
      ? await sealAgain(client, organization.id, {
          former: request.formerEncryptionSecret ?? null,
          current: request.encryptionSecret,
        })
      : [];
    await detach(client);
    await enable();
    await assertReferences(client, organization.id);
    await replaySinceThen(client);
    const { backup, later } = request;
    // Where the organization was here all the time, its log is as well.
    const known: LaterPreferences =
      isThere && later.kind === 'awaited' ? { kind: 'loaded', log: { entries: [], until: null } } : later;
    await holdSending(client, { backup, takenAt: head.takenAt, organizationId: organization.id, later: known });
    await client.query('commit');
    for await (const { problem } of checkLogs(client, { organizationId: organization.id }))
      if (problem) throw new BackupError(`The audit log of ${organization.name} is not intact: ${problem}.`);
    return { notes: notesFor(lost, users, head), later: known };
  });
}

async function exists(client: pg.Client, organizationId: string): Promise<boolean> {
  const { rowCount } = await client.query('select from organizations where id = $1 for update', [organizationId]);
  return (rowCount ?? 0) > 0;
}

/** Rows come as they were, with what triggers made of them. A superuser's session can leave triggers out; otherwise the tables are kept from being written until the end. */
async function disableTriggers(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ may: boolean }>(
    `select has_parameter_privilege('session_replication_role', 'set') as may`,
  );
  if (rows[0]?.may) {
    await client.query('set local session_replication_role = replica');
    return async () => {
      await client.query('set local session_replication_role = origin');
    };
  }
  const { rows: tables } = await client.query<{ name: string }>(
    `select distinct tgrelid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not tgisinternal and c.relnamespace = 'public'::regnamespace and not c.relispartition order by 1`,
  );
  for (const { name } of tables) await client.query(`alter table ${name} disable trigger user`);
  return async () => {
    // Checks that were put off would run on tables that are changed now.
    await client.query('set constraints all immediate');
    for (const { name } of tables) await client.query(`alter table ${name} enable trigger user`);
  };
}

const staged = (table: string) => `pg_temp.${quoted(`staged_${table}`)}`;

/** Loads everything into tables of the session. Answers who of the backup is whom here. */
async function stage(
  client: pg.Client,
  tables: readonly CatalogueTable[],
  head: ArchiveHead,
  { passphrase, files, log }: OrganizationRequest,
  open: () => Promise<Readable>,
): Promise<ReadonlyMap<string, string>> {
  const known = new Map(tables.map((table) => [table.name, table]));
  const { sections } = await readArchive(passphrase, await open());
  for await (const { head: section, content } of sections) {
    const table = section.kind === 'table' ? known.get(section.table) : undefined;
    if (section.kind === 'table' && table) {
      const columns = section.columns.map(quoted).join(', ');
      await client.query(
        `create temp table ${quoted(`staged_${table.name}`)} on commit drop as select ${columns} from ${quoted(table.name)} with no data`,
      );
      const copy = client.query(copyFrom(`copy ${staged(table.name)} (${columns}) from stdin`));
      await pipeline(Readable.from(content, { objectMode: false }), copy);
      if (copy.rowCount >= 100_000) log(`${table.name}: ${copy.rowCount.toLocaleString('en')} rows`);
    } else if (section.kind === 'file') await files.write(section.key, Readable.from(content, { objectMode: false }));
    else for await (const _nothing of content);
  }
  const users = await matchUsers(client, head.users);
  const others = [...users].filter(([former, here]) => former !== here);
  if (others.length > 0)
    for (const { table, column } of await userColumns(client))
      await client.query(
        `update ${staged(table)} s set ${quoted(column)} = m.here from unnest($1::uuid[], $2::uuid[]) m (former, here)
         where s.${quoted(column)} = m.former`,
        [others.map(([former]) => former), others.map(([, here]) => here)],
      );
  return users;
}

/** Those that refer to others first. What was said about getting mail since the backup stays: it is replayed. */
async function removeRows(client: pg.Client, tables: readonly CatalogueTable[], organizationId: string): Promise<void> {
  for (const { name } of tables.toReversed())
    if (name !== 'organizations' && name !== 'preference_log')
      await client.query(`delete from ${quoted(name)} where organization_id = $1`, [organizationId]);
}

async function moveRows(client: pg.Client, { name, columns }: CatalogueTable): Promise<void> {
  const { rowCount } = await client.query('select from pg_class where oid = to_regclass($1)', [staged(name)]);
  if (!rowCount) return;
  const list = columns.map(quoted).join(', ');
  const onConflict =
    name === 'organizations'
      ? `on conflict (id) do update set ${columns.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ')}`
      : name === 'preference_log'
        ? 'on conflict do nothing'
        : '';
  await client
    .query(
      `insert into ${quoted(name)} (${list}) overriding system value select ${list} from ${staged(name)} ${onConflict}`,
    )
    .catch((cause: unknown) => {
      const detail = cause instanceof Error && 'detail' in cause ? String(cause.detail) : String(cause);
      throw new BackupError(`Rows of ${name} cannot be restored here: ${detail}`, { cause });
    });
}

/** What holds only where it was set up: keys of programs end, domains and hosts are proved again, and nothing of Stripe is carried. */
async function detach(client: pg.Client): Promise<void> {
  await client.query(`
    update api_keys set revoked_at = coalesce(revoked_at, now()), key_hash = sha256(uuid_send(id) || uuid_send(gen_random_uuid()));
    update domains set state = 'pending', state_since = now(), next_check_at = now(), checking_until = null, claim_at = null, leaves_at = null,
      challenger_id = null, link_id = null, link_expires_at = null where deleted_at is null;
    update link_hosts set state = 'pending', state_since = now(), next_check_at = now(), ordering_until = null;
    update organizations set delete_requested_at = null, delete_requested_by_id = null, deletes_at = null, deleted_at = null
      where id = current_organization()`);
}

/** The log of an organization that was here all the time says what was said since the backup. */
async function replaySinceThen(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(
    `select from pg_class where oid = to_regclass('pg_temp.staged_preference_log')`,
  );
  if (!rowCount) return;
  await client.query(
    `update preference_log l set replay = 'pending' where l.organization_id = current_organization()
       and not exists (select from pg_temp.staged_preference_log r where r.id = l.id)`,
  );
}

/** Foreign keys between rows of the organization; those of a superuser's session were not checked one by one. */
async function assertReferences(client: pg.Client, organizationId: string): Promise<void> {
  const { rows: keys } = await client.query<{ child: string; parent: string; columns: string[]; refers: string[] }>(
    `select k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
       (select array_agg(a.attname::text order by x.n) from unnest(k.conkey) with ordinality x (num, n)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.num) as columns,
       (select array_agg(a.attname::text order by x.n) from unnest(k.confkey) with ordinality x (num, n)
         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.num) as refers
     from pg_constraint k join pg_attribute o on o.attrelid = k.conrelid and o.attname = 'organization_id'
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0`,
  );
  for (const { child, parent, columns, refers } of keys) {
    const matches = columns.map((column, i) => `p.${quoted(refers[i] ?? '')} = c.${quoted(column)}`).join(' and ');
    const given = columns.map((column) => `c.${quoted(column)} is not null`).join(' and ');
    const { rowCount } = await client.query(
      `select from ${child} c where c.organization_id = $1 and ${given} and not exists (select from ${parent} p where ${matches}) limit 1`,
      [organizationId],
    );
    if (rowCount) throw new BackupError(`Rows of ${child} refer to rows of ${parent} that are not in this backup.`);
  }
}

function notesFor(lost: readonly string[], users: ReadonlyMap<string, string>, head: ArchiveHead): string[] {
  return [
    `members were matched by address: ${users.size} users`,
    'API keys were revoked: programs need new ones',
    'sending domains and link hosts are checked again before they are used',
    'the subscription and invoices of Stripe are not part of the backup',
    ...lost.map((words) => `enter again: ${words}`),
    ...(head.keys.tracking
      ? ['links in mail that was sent work only with the TRACKING_SECRET of that installation']
      : []),
  ];
}
