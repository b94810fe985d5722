import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';

const snakeCase = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** Columns with codes of a standard. */
const ofStandards = [
  'event_settings.currency',
  'images.type',
  'imports.encoding',
  'organizations.logo_type',
  'organizations.time_zone',
];

/** What is no code of ours: values of a standard, permissions, paths and properties of the API, and characters. */
const others = [
  /^(contacts|templates|campaigns|messages|reports|events|members|api-keys|audit|notifications|organization|transports|domains|domain-reports|event-stages|event-schemas|people|sign-in-policy|usage|limits|billing):[a-z]+$/,
  /^(second-factor|single-sign-on)$/, // as the path that leads there
  /^(firstName|lastName|firstStage|textBody|abTest|replyTo|campaignPreheader|onPrimary)$/,
  /^(hardBreak|bulletList|orderedList|listItem)$/, // nodes of ProseMirror
  /^image\/(jpeg|png|gif)$/,
  /^([a-z]{2}-[A-Z]{2}|[A-E]|)$/, // BCP 47; variants
  /^(TXT|CNAME|MX)$/, // types of DNS records
  /^[,;.|\t]$/,
  /^(utf|windows|iso|koi8|euc|x-mac)-/, // the WHATWG's names
];

let database: TestDatabase;
let admin: pg.Client;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client(database.ownerUrl);
  owner = new pg.Client(database.tableOwnerUrl);
  await Promise.all([admin.connect(), owner.connect()]);
});
afterAll(async () => {
  await Promise.all([admin.end(), owner.end()]);
  await database.drop();
});

test('every code that the database allows in a column, or puts there, is snake_case', async () => {
  const { rows } = await admin.query<{ at: string; code: string }>(`
    select r.at, m[1] as code from (
      select c.relname || '.' || a.attname as at, pg_get_constraintdef(k.oid) as said
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.contype = 'c' and k.connamespace = 'public'::regnamespace
      union all
      select c.relname || '.' || a.attname, pg_get_expr(d.adbin, d.adrelid)
      from pg_attrdef d join pg_class c on c.oid = d.adrelid
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where c.relnamespace = 'public'::regnamespace and a.atttypid in ('text'::regtype, 'varchar'::regtype) and a.attgenerated = ''
    ) r, regexp_matches(r.said, '(?<!~ )''([a-zA-Z][^'']*)''::', 'g') m`);
  const codes = rows.filter(({ at }) => !ofStandards.includes(at));
  expect(codes).toContainEqual({ at: 'bulk_actions.kind', code: 'add_to_group' });
  expect(codes.filter(({ code }) => isMisspelled(code))).toEqual([]);
});

test('every code of the contract, which may be stored in a column or in JSON, is snake_case', async () => {
  const contract: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../docs/openapi.json'), 'utf8'));
  const codes = [...new Set(codesIn(contract))];
  expect(codes).toContain('no_address');
  expect(codes.filter(isMisspelled)).toEqual([]);
});

function isMisspelled(code: string): boolean {
  return !snakeCase.test(code) && !others.some((other) => other.test(code));
}

function codesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => [
    ...(key === 'enum' || key === 'const' ? [value].flat() : []).filter((each) => typeof each === 'string'),
    ...codesIn(value),
  ]);
}

test('codes stored in a former spelling are today’s after the update, in every organization', async () => {
  const columns = [
    ['notifications', 'kind'],
    ['bulk_actions', 'kind'],
    ['consent_entries', 'source'],
    ['campaign_hits', 'kind'],
    ['engagements', 'kind'],
    ['engagements', 'agent'],
    ['engagements', 'network'],
    ['import_cells', 'kind'],
    ['imports', 'rounded_ids'],
    ['imports', 'shared_ids'],
  ];
  for (const [table, column] of columns)
    await admin.query(`alter table ${table} drop constraint ${table}_${column}_check,
      add constraint ${table}_${column}_check check (${column} <> '')`);
  for (const name of ['One', 'Other']) await storeFormerCodes(name);
  await owner.query(await readFile(join(import.meta.dirname, '20261130030000_codes.sql'), 'utf8'));

  const stored = (sql: string) =>
    admin.query(`${sql} order by 1`).then(({ rows }) => rows.map((row) => Object.values(row)));
  const twice = (...each: unknown[][]) => each.flatMap((row) => [row, row]);
  expect(await stored('select reason, state from deliveries')).toEqual(
    twice(['hour_passed', 'skipped'], ['retries_exhausted', 'failed']),
  );
  expect(await stored('select reason, count::int from delivery_counts')).toEqual(
    twice(['hour_passed', 1], ['retries_exhausted', 1]),
  );
  expect(await stored('select reason, limited_by from messages')).toEqual(
    twice(['invalid_address', 'mailbox_provider:gmail']),
  );
  expect(await stored('select key from token_buckets')).toEqual(twice(['mailbox_provider:gmail']));
  expect(await stored('select kind from notifications')).toEqual(twice(['approval_asked']));
  expect(await stored('select source from consent_entries')).toEqual(twice(['double_opt_in']));
  expect(await stored('select kind, agent, network from engagements')).toEqual(
    twice(['machine_open', 'image_proxy', 'mailbox_provider']),
  );
  expect(await stored('select kind, hits::int from campaign_hits')).toEqual(twice(['machine_click', 2]));
  expect(await stored('select kind from import_cells')).toEqual(twice(['left_out']));
  expect(await stored('select rounded_ids, shared_ids, reading, findings, rehearsal from imports')).toEqual(
    twice(['leave_out', 'reject', { dayOrder: 'day_first' }, leftOut('left_out'), { findings: leftOut('left_out') }]),
  );
  expect(await stored('select kind, filter from bulk_actions')).toEqual(twice(['add_to_group', isNot('is_not')]));
  expect(await stored('select filter from contact_views')).toEqual(twice([isNot('is_not')]));
  expect(await stored(`select sess -> 'challenge' ->> 'use' from sessions`)).toEqual(twice(['second_factor']));
});

/** What people wrote stays as it is, also where it looks like a code. */
const isNot = (operator: string) => ({ conditions: [{ field: 'city', operator, value: '"operator": "is-not"' }] });
const leftOut = (kind: string) => ({ cells: [{ column: 1, name: 'left out', kind, count: 1, examples: [] }] });

async function storeFormerCodes(name: string): Promise<void> {
  const { rows } = await admin.query<{ o: string; k: string; c: string; other: string }>(
    `with o as (insert into organizations (name) values ($1) returning id),
       k as (insert into campaigns (organization_id, name, status) select id, 'Sent', 'sent' from o returning id, organization_id),
       c as (insert into contacts (organization_id, email) select id, e from o, unnest(array['a@example.com', 'b@example.com']) e returning id)
     select k.organization_id as o, k.id as k, min(c.id::text) as c, max(c.id::text) as other from k, c group by 1, 2`,
    [name],
  );
  const { o, k, c, other } = rows[0]!;
  await admin.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state, reason)
     values ($1, $2, $3, 'a@example.com', 'skipped', 'hour passed'), ($1, $2, $4, 'b@example.com', 'failed', 'retries-exhausted')`,
    [o, k, c, other],
  );
  await admin.query('set session_replication_role = replica'); // what these rows refer to does not matter
  for (const sql of [
    `insert into messages (organization_id, email, email_key, to_name, sender_name, sender_email, subject, state, reason, limited_by)
       values ($1, 'a', 'a', '', '', '', '', 'failed', 'invalid-address', 'mailbox-provider:gmail')`,
    `insert into token_buckets (organization_id, key, tokens, filled_at, period) values ($1, 'mailbox-provider:gmail', 0, now(), '')`,
    `insert into notifications (organization_id, content_type, object_id, user_id, kind, why, due_at)
       values ($1, 'campaign', uuidv7(), uuidv7(), 'approval-asked', '', now())`,
    `insert into consent_entries (organization_id, kind, source) values ($1, 'pause', 'double opt-in')`,
    `insert into engagements (organization_id, campaign_id, delivery_id, contact_id, kind, at, agent, network)
       values ($1, uuidv7(), uuidv7(), uuidv7(), 'machine-open', now(), 'image proxy', 'mailbox provider')`,
    `insert into campaign_hits (organization_id, campaign_id, kind, hits) values ($1, uuidv7(), 'machine-click', 2)`,
    `insert into import_cells (organization_id, import_id, line, column_number, kind, value, reason, email_key)
       values ($1, uuidv7(), 2, 1, 'left out', '', '', '')`,
    `insert into sessions (sid, sess, expire) values ($1, '{"challenge": {"use": "second-factor"}}', now())`,
  ])
    await admin.query(sql, [o]);
  await admin.query(
    `insert into imports (organization_id, file_name, file_key, file_bytes, delimiter, row_count, columns, sample, mapping,
       rounded_ids, shared_ids, reading, findings, rehearsal)
     values ($1, '', '', 1, ',', 1, '{}', '[]', '[]', 'leave-out', 'reject', '{"dayOrder": "day first"}', $2, $3)`,
    [o, leftOut('left out'), { findings: leftOut('left out') }],
  );
  await admin.query(
    `insert into bulk_actions (organization_id, kind, contacts, filter) values ($1, 'add-to-group', 0, $2)`,
    [o, isNot('is-not')],
  );
  await admin.query(`insert into contact_views (organization_id, name, filter) values ($1, 'View', $2)`, [
    o,
    isNot('is-not'),
  ]);
  await admin.query('reset session_replication_role');
}
