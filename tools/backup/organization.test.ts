import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import { SecretBox } from '../../apps/api/src/platform/secret-box.ts';
import { checkLogs } from '../../migrations/audit-chain.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { carriedTables } from './database/catalogue.ts';
import { makeBackup } from './make-backup.ts';
import { leftBehind, rowsOf } from './organization/organization-tables.ts';
import { type OrganizationRequest, restoreOrganization } from './organization/restore-organization.ts';
import { sealedColumns } from './organization/sealed-secrets.ts';
import { asSuperuser, fill, keys, passphrase, stateOf } from './testing/filled.ts';

const former = new SecretBox('a former secret of the other installation');
const current = new SecretBox('the secret of this installation, another one');
const transportId = randomUUID();
const organizationId = randomUUID();
const ofOrganization = rowsOf(organizationId);

let folder: string;
let source: TestDatabase;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-backup-'));
  source = await createTestDatabase();
  await fill(source, organizationId);
  await fill(source, randomUUID());
  await asSuperuser(source, async (client) => {
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
    await client.query(
      `insert into memberships (user_id, role) select id, 'owner' from users where email = 'ada@example.com' limit 1`,
    );
    await client.query(
      `insert into api_keys (name, hint, key_hash, scopes, kind) values ('Shop', 'exs_', '\\x01', '{messages:send}', 'secret')`,
    );
    await client.query(
      `insert into domains (domain, state, state_since, ownership_token) values ('shop.example', 'verified', now(), 't')`,
    );
    await client.query(
      `insert into transports (id, kind, name, position, credentials_encrypted, credentials_key_id)
       values ($1, 'sendgrid', 'Own', 2, $2, $3)`,
      [transportId, former.seal('SG.key', `transport ${organizationId} ${transportId}`), former.keyId],
    );
  });
  await filesOf('source').write(`${organizationId}/images/one.png`, Readable.from(['an image']));
  await filesOf('source').write(`${randomUUID()}/images/other.png`, Readable.from(['of others']));
  file = join(folder, 'organization.backup');
  await makeBackup(
    { ownerUrl: source.tableOwnerUrl, files: filesOf('source'), passphrase, keys, organizationId },
    async (stream) => writeFile(file, stream),
  );
});
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

const filesOf = (name: string) => new DiskFiles(join(folder, name));
const open = async () => createReadStream(file);

function requestFor(ownerUrl: string, more: Partial<OrganizationRequest> = {}): OrganizationRequest {
  return {
    ownerUrl,
    appPassword: '',
    bffPassword: '',
    encryptionSecret: 'the secret of this installation, another one',
    files: filesOf(new URL(ownerUrl).pathname.slice(1)),
    passphrase,
    keys,
    replaces: false,
    acceptsOtherKeys: false,
    backup: 'organization.backup',
    later: { kind: 'awaited' },
    log: () => {},
    ...more,
  };
}

async function withOthers(work: (target: TestDatabase, other: string) => Promise<void>): Promise<void> {
  const target = await createTestDatabase();
  const other = randomUUID();
  try {
    await fill(target, other);
    await work(target, other);
  } finally {
    await target.drop();
  }
}

/** Tables whose rows are changed on purpose: what holds only where it was set up, and who is who. */
const changed = ['api_keys', 'domains', 'memberships', 'transports'];

async function comparable(database: TestDatabase) {
  const state = await stateOf(database, ofOrganization);
  return Object.fromEntries(Object.entries(state).filter(([table]) => !changed.includes(table)));
}

test.for(['a superuser', 'an owner without special rights'] as const)(
  'one organization comes into an installation with others by %s: its rows are the same, and theirs too',
  async (who) => {
    await withOthers(async (target, other) => {
      const url = who === 'a superuser' ? target.ownerUrl : target.tableOwnerUrl;
      const before = await stateOf(target, rowsOf(other));
      const request = requestFor(url);
      await restoreOrganization(request, open);
      expect(await comparable(target)).toEqual(await comparable(source));
      expect(await stateOf(target, rowsOf(other))).toEqual(before);
      expect(await text(await request.files.read(`${organizationId}/images/one.png`))).toBe('an image');
      await asSuperuser(target, async (client) => {
        const { rows: members } = await client.query(
          `select u.email, count(*) over () ::int as of from memberships m join users u on u.id = m.user_id where m.organization_id = $1`,
          [organizationId],
        );
        expect(members).toEqual([{ email: 'ada@example.com', of: 1 }]);
        const { rows: people } = await client.query(
          `select count(*)::int as count from users where email = 'ada@example.com'`,
        );
        expect(people).toEqual([{ count: 1 }]); // who was here already
        const { rows: outside } = await client.query(
          `select (select bool_and(revoked_at is not null and key_hash <> '\\x01') from api_keys) as revoked,
             (select state from domains) as domain, (select count(*)::int from sending_holds where of_organization = $1) as holds`,
          [organizationId],
        );
        expect(outside).toEqual([{ revoked: true, domain: 'pending', holds: 1 }]);
        const { rows: triggers } = await client.query(
          `select from pg_trigger where not tgisinternal and tgenabled <> 'O'`,
        );
        expect(triggers).toEqual([]);
        expect(await unforced(client)).toEqual(await asSuperuser(source, unforced));
      });
      await expectIntact(target);
    });
  },
);

/** Tables that are not kept from their owner. */
async function unforced(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity and not relforcerowsecurity order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function expectIntact(target: TestDatabase): Promise<void> {
  await asSuperuser(target, async (client) => {
    for await (const { problem, entries } of checkLogs(client, { organizationId })) {
      expect(problem).toBeNull();
      expect(entries).toBe(1);
    }
  });
}

test('an organization that is there already is not touched, unless it is to be replaced; what people said since is replayed', async () => {
  await withOthers(async (target) => {
    await restoreOrganization(requestFor(target.ownerUrl), open);
    await expect(restoreOrganization(requestFor(target.ownerUrl), open)).rejects.toThrow('add --replace');
    await asSuperuser(target, async (client) => {
      await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
      await client.query(`update contacts set first_name = 'Changed' where organization_id = $1`, [organizationId]);
      await client.query(
        `update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where organization_id = $1 and email_key = 'p9@example.com'`,
        [organizationId],
      );
    });
    await restoreOrganization(requestFor(target.ownerUrl, { replaces: true }), open);
    await asSuperuser(target, async (client) => {
      const { rows } = await client.query<{ kind: string; replay: string; log: string }>(
        `select l.kind, l.replay, (select log from sending_holds order by id desc limit 1) as log from preference_log l
         where l.organization_id = $1 and replay is not null order by l.seq`,
        [organizationId],
      );
      expect(rows).toEqual([
        { kind: 'suppressed', replay: 'pending', log: 'loaded' },
        { kind: 'subscription', replay: 'pending', log: 'loaded' },
      ]);
      await client.query(`delete from preference_log where replay is not null`);
    });
    expect(await comparable(target)).toEqual(await comparable(source));
  });
});

test('secrets are sealed again with the key of the installation, or it is said what has to be entered again', async () => {
  const others = { keys: { ...keys, encryption: 'another' } };
  await withOthers(async (target) => {
    await expect(restoreOrganization(requestFor(target.ownerUrl, others), open)).rejects.toThrow(
      'FORMER_ENCRYPTION_SECRET',
    );
    const formerEncryptionSecret = 'a former secret of the other installation';
    await restoreOrganization(requestFor(target.ownerUrl, { ...others, formerEncryptionSecret }), open);
    await asSuperuser(target, async (client) => {
      const { rows } = await client.query<{ sealed: Buffer; key: string }>(
        'select credentials_encrypted as sealed, credentials_key_id as key from transports where id = $1',
        [transportId],
      );
      expect(rows[0]?.key).toBe(current.keyId);
      expect(current.open(rows[0]!.sealed, `transport ${organizationId} ${transportId}`)).toBe('SG.key');
    });
    const { notes } = await restoreOrganization(
      requestFor(target.ownerUrl, { ...others, acceptsOtherKeys: true, replaces: true }),
      open,
    );
    expect(notes).toContain('enter again: passwords and keys of transports');
  });
});

test('a restore of one organization that fails leaves nothing of it', async () => {
  await withOthers(async (target, other) => {
    const before = await stateOf(target, rowsOf(other));
    await asSuperuser(target, (client) =>
      client.query(`alter table events add constraint refuses check (name <> 'page_view') not valid`),
    );
    await expect(restoreOrganization(requestFor(target.ownerUrl), open)).rejects.toThrow(
      'Rows of events cannot be restored here',
    );
    expect(await stateOf(target, ofOrganization)).toEqual({});
    expect(await stateOf(target, rowsOf(other))).toEqual(before);
  });
});

test('every table of organizations is carried or left behind for a reason, and every sealed column is known', async () => {
  const client = new pg.Client({ connectionString: source.ownerUrl });
  await client.connect();
  try {
    const names = new Set((await carriedTables(client)).map(({ name }) => name));
    expect(Object.keys(leftBehind).filter((name) => !names.has(name))).toEqual([]);
    const { rows } = await client.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.atttypid = 'bytea'::regtype and not a.attisdropped
         and (a.attname ~ '_encrypted$' or col_description(a.attrelid, a.attnum) ~ 'sealed')
         and exists (select from pg_attribute o where o.attrelid = a.attrelid and o.attname = 'organization_id') order by 1`,
    );
    const known = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    const unknown = rows
      .map(({ name }) => name)
      .filter((name) => !known.includes(name) && !Object.hasOwn(leftBehind, name.split('.')[0] ?? ''));
    expect(unknown).toEqual([]);
  } finally {
    await client.end();
  }
});
