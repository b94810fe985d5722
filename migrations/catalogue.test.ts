import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';

/** Tables that belong to no organization, and why. */
const globalTables = [
  'acme_accounts', // the installation's, at a certificate authority; its key is sealed
  'address_confirmations', // a person's, in whichever organization they are
  'applied_functions', // which files of functions were applied
  'backups', // the installation's, or of an organization that may be gone
  'identities', // who a provider's subject is
  'inbound_mails', // whose message it is about is not known before it is read
  'installation_figures', // of all organizations together
  'installation_mailboxes', // how far the installation's own bounce mailbox was read
  'meter_error_notices', // of the installation's account at Stripe
  'migrations', // which files were applied
  'organizations', // the organizations themselves
  'passkeys', // a person's
  'password_resets', // a person's, in whichever organization they are
  'preference_log_lines', // the installation's
  'rate_limits', // counted before anyone is signed in
  'receiving_domains', // facts of the DNS
  'recovery_codes', // a person's
  'running_processes', // the installation's
  'sending_holds', // the installation's, or of one organization
  'sessions', // a person's, in whichever organization they are
  'sign_in_delays', // counted before anyone is signed in
  'stray_payment_events', // about no customer of ours
  'totp_secrets', // a person's
  'trial_cards', // a card may be of several organizations, also of those that are gone
  'usage_switch', // the installation's
  'users', // one person may belong to several organizations
];

let database: TestDatabase;
let owner: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

async function names(sql: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(sql);
  return rows.map((row) => row.name);
}

const tenantTables = `select c.oid, c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'organization_id'`;

test('every table either carries organization_id or is on the list of global tables', async () => {
  const without = await names(`select relname as name from pg_class c
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') order by 1`);
  expect(without).toEqual(globalTables);
});

test('row-level security is enabled and forced on every tenant table', async () => {
  const unforced = await names(`select t.relname as name from (${tenantTables}) t join pg_class c on c.oid = t.oid
    where not (c.relrowsecurity and c.relforcerowsecurity)`);
  expect(unforced).toEqual([]);
});

test('each tenant table has the one policy, read once per query, for reading and writing', async () => {
  const expected = '(organization_id = ( SELECT current_organization() AS current_organization))';
  const wrong = await names(`select t.relname as name from (${tenantTables}) t where not exists (
    select from pg_policies p where p.tablename = t.relname and p.policyname = 'tenant' and p.permissive = 'PERMISSIVE'
      and p.roles = '{public}' and p.cmd = 'ALL' and p.qual = '${expected}' and p.with_check = '${expected}')`);
  expect(wrong).toEqual([]);
});

test('beyond that, only the crossing role may read, and only what it is named for', async () => {
  const others = await names(`select tablename || ' ' || cmd || ' ' || array_to_string(roles, ',') as name
    from pg_policies where policyname like 'crossing%' order by 1`);
  expect(others).toEqual(
    [
      'api_keys',
      'bounce_mailboxes',
      'bulk_actions',
      'campaigns',
      'composed_messages',
      'contacts',
      'conversion_reviews',
      'conversions',
      'dashboard_mailings',
      'dashboard_mails',
      'dashboard_schedules',
      'deliverability_counts',
      'deliveries',
      'delivery_claims',
      'delivery_counts',
      'delivery_cursors',
      'delivery_test_probes',
      'delivery_tests',
      'domain_reports',
      'domains',
      'event_batches',
      'event_boots',
      'event_export_settings',
      'event_exports',
      'event_hooks',
      'event_losses',
      'event_settings',
      'event_stage_batches',
      'exports',
      'failed_events',
      'forms',
      'images',
      'imports',
      'incidents',
      'invitations',
      'job_failures',
      'judgements',
      'limit_checks',
      'link_certificates',
      'link_challenges',
      'link_hosts',
      'memberships',
      'message_attachments',
      'messages',
      'notification_digests',
      'notifications',
      'operator_actions',
      'organization_plans',
      'organizations',
      'passkeys',
      'payment_customers',
      'payment_drifts',
      'payment_notices',
      'payment_requests',
      'postmaster_accounts',
      'pre_flights',
      'preference_log',
      'provider_events',
      'restored_organizations',
      'rule_replays',
      'segment_change_readers',
      'segment_touches',
      'segment_watches',
      'sending_suspensions',
      'totp_secrets',
      'usage_accounts',
      'usage_differences',
      'usage_hours',
      'usage_report_progress',
      'usage_reports',
    ]
      .map((table) => `${table} SELECT engagex_crossing`)
      .concat('organizations DELETE engagex_crossing', 'preference_log UPDATE engagex_crossing')
      .toSorted((one, other) => (one < other ? -1 : 1)),
  );
});

test('the role of backups reads every row of every table, and may do nothing else', async () => {
  const unread =
    await names(`select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    and not (has_table_privilege('engagex_backup', oid, 'select') and (not relrowsecurity or exists (select from pg_policies p
      where p.tablename = c.relname and p.policyname = 'backup' and p.roles = '{engagex_backup}' and p.cmd = 'SELECT' and p.qual = 'true')))`);
  expect(unread).toEqual([]);
  const written =
    await names(`select table_name || ' ' || privilege_type as name from information_schema.role_table_grants
    where grantee = 'engagex_backup' and privilege_type <> 'SELECT'`);
  expect(written).toEqual([]);
  const { rows } = await owner.query(
    `select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname = 'engagex_backup'`,
  );
  expect(rows).toEqual([{ rolcanlogin: false, rolsuper: false, rolbypassrls: false }]);
});

test('what belongs to no organization is guarded as the decision on it says, and nothing else has a policy', async () => {
  const policies =
    await names(`select tablename || ' ' || cmd || ' ' || coalesce(qual, with_check) as name from pg_policies
    where policyname not in ('tenant', 'backup') and policyname not like 'crossing%' order by 1`);
  const current = '( SELECT current_organization() AS current_organization)';
  expect(policies).toEqual([
    `address_confirmations ALL (${current} IS NULL)`,
    `identities ALL ((${current} IS NULL) OR (of_organization = ${current}))`,
    `inbound_mails ALL ((${current} IS NULL) OR (of_organization = ${current}))`,
    `organizations ALL (id = ${current})`,
    `passkeys ALL (${current} IS NULL)`,
    `password_resets ALL (${current} IS NULL)`,
    `recovery_codes ALL (${current} IS NULL)`,
    `totp_secrets ALL (${current} IS NULL)`,
    'users INSERT true',
    'users SELECT true',
    `users UPDATE (${current} IS NULL)`,
  ]);
  const unguarded = await names(`select relname as name from pg_class c where relnamespace = 'public'::regnamespace
    and relkind in ('r', 'p') and not relrowsecurity order by 1`);
  expect(unguarded).toEqual([
    'acme_accounts',
    'applied_functions',
    'backups',
    'installation_figures',
    'installation_mailboxes',
    'meter_error_notices',
    'migrations',
    'preference_log_lines',
    'rate_limits',
    'receiving_domains',
    'running_processes',
    'sending_holds',
    'sessions',
    'sign_in_delays',
    'stray_payment_events',
    'trial_cards',
    'usage_switch',
  ]);
});

test('in the transaction of an organization the application sees no other one, no factor, and changes no account', async () => {
  const [mine, other] = [randomUUID(), randomUUID()];
  await owner.query(`insert into organizations (id, name) values ($1, 'Mine'), ($2, 'Other')`, [mine, other]);
  const { rows } = await owner.query<{ id: string }>(
    `insert into users (name, email, password_hash) values ('Ada', 'ada@example.com', '-') returning id`,
  );
  const userId = rows[0]!.id;
  await owner.query(`insert into recovery_codes (user_id, code_hash) values ($1, '\\x00')`, [userId]);
  await owner.query(
    `insert into identities (user_id, issuer, subject, of_organization) values ($1, 'i', 'mine', $2), ($1, 'i', 'other', $3), ($1, 'i', 'all', null)`,
    [userId, mine, other],
  );
  const app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
  const first = async (sql: string) => (await app.query<{ of: string }>(sql)).rows.map(({ of }) => of);
  const changed = async (sql: string) => (await app.query(sql)).rowCount;
  try {
    expect(await first('select name as of from organizations')).toEqual([]);
    expect(await first('select subject as of from identities order by 1')).toEqual(['all', 'mine', 'other']);
    await app.query('begin');
    await app.query(`select set_config('app.organization_id', $1, true)`, [mine]);
    expect(await first('select name as of from organizations')).toEqual(['Mine']);
    expect(await first('select subject as of from identities')).toEqual(['mine']);
    expect(await first('select user_id as of from recovery_codes')).toEqual([]);
    expect(await changed(`update organizations set name = 'Taken' where id <> current_organization()`)).toBe(0);
    expect(await changed(`update users set email = 'eve@example.com'`)).toBe(0);
    expect(await changed('delete from recovery_codes')).toBe(0);
    await expect(app.query(`insert into organizations (id, name) values ($1, 'New')`, [randomUUID()])).rejects.toThrow(
      'row-level security',
    );
    await app.query('rollback');
  } finally {
    await app.end();
  }
});

test('the primary key of every tenant table leads with organization_id', async () => {
  const wrong = await names(`select t.relname as name from (${tenantTables}) t where not exists (
    select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = t.oid and i.indisprimary and a.attname = 'organization_id')`);
  expect(wrong).toEqual([]);
});

test('every unique index of a tenant table includes organization_id, except the one by which one organization has a domain', async () => {
  const wrong = await names(`select i.indexrelid::regclass::text as name from (${tenantTables}) t
    join pg_index i on i.indrelid = t.oid and i.indisunique where not exists (
      select from pg_attribute a where a.attrelid = t.oid and a.attname = 'organization_id' and a.attnum = any (i.indkey))`);
  expect(wrong).toEqual(['domains_owner']);
});

test('every foreign key between tenant tables carries organization_id on both sides', async () => {
  const wrong = await names(`select conname as name from pg_constraint k
    where contype = 'f' and conrelid in (select oid from (${tenantTables}) t) and confrelid in (select oid from (${tenantTables}) t)
      and not exists (
        select from unnest(k.conkey, k.confkey) as pair (here, there)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here and a.attname = 'organization_id'
        join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.there and b.attname = 'organization_id')`);
  expect(wrong).toEqual([]);
});

test('the roles of the application own nothing, bypass nothing and cannot truncate, reference or add triggers', async () => {
  const powers = await names(`select rolname as name from pg_roles
    where rolname in ('engagex_app', 'engagex_bff', 'engagex_crossing')
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`);
  const owned = await names(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) in ('engagex_app', 'engagex_bff', 'engagex_crossing')`,
  );
  const granted = await names(`select grantee || ' ' || privilege_type || ' ' || table_name as name
    from information_schema.role_table_grants where table_schema = 'public'
      and grantee in ('engagex_app', 'engagex_bff', 'engagex_crossing', 'PUBLIC')
      and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')`);
  expect({ powers, owned, granted }).toEqual({ powers: [], owned: [], granted: [] });
});

test('sessions are for the BFF alone, and the BFF sees nothing else', async () => {
  const bff = await names(`select table_name as name from information_schema.role_table_grants
    where grantee = 'engagex_bff' and table_schema = 'public' and privilege_type = 'SELECT' order by 1`);
  const app = await names(`select table_name as name from information_schema.role_table_grants
    where grantee = 'engagex_app' and table_name in ('sessions', 'rate_limits', 'sign_in_delays')`);
  expect({ bff, app }).toEqual({ bff: ['rate_limits', 'sessions', 'sign_in_delays'], app: [] });
});

test('functions that cross organizations pin their search path and are not open to everyone', async () => {
  const wrong =
    await names(`select proname as name from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
    and (proconfig is null or not proconfig @> array['search_path=public, pg_temp']
      or has_function_privilege('engagex_bff', p.oid, 'execute'))`);
  expect(wrong).toEqual([]);
});
