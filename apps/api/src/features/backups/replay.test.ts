import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { runInScope } from '@engagex/tenancy';
import { checkLogs } from '../../../../../migrations/audit-chain.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { reasonToSkip } from '../preferences/index.ts';
import { SettleRestored } from './settle-restored.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const asOrganization = async <T>(organizationId: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await api.owner.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

/** Tables that make up what people want, and who they are; put back as they were, as a restore does. */
const tables = [
  'suppression_releases',
  'suppressions',
  'erasure_salts',
  'topic_preferences',
  'contacts',
  'preference_log',
];

async function snapshot(organizationId: string) {
  const rows: Record<string, unknown[]> = {};
  for (const table of tables)
    rows[table] = (
      await api.owner.query(`select to_jsonb(t) as row from ${table} t where organization_id = $1`, [organizationId])
    ).rows.map(({ row }: { row: unknown }) => row);
  return rows;
}

/** The rows as they were then, and the log of what was said since. */
async function restore(organizationId: string, rows: Record<string, unknown[]>): Promise<void> {
  const client = await api.owner.connect();
  try {
    await client.query(`begin; set local session_replication_role = replica`);
    const { rows: log } = await client.query<{ row: { id: string } }>(
      `select to_jsonb(t) as row from preference_log t where organization_id = $1`,
      [organizationId],
    );
    for (const table of tables) {
      await client.query(`delete from ${table} where organization_id = $1`, [organizationId]);
      const { rows: columns } = await client.query<{ names: string }>(
        `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
         where table_name = $1 and table_schema = 'public' and is_generated = 'NEVER'`,
        [table],
      );
      const { names } = columns[0]!;
      await client.query(
        `insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows[table])],
      );
    }
    await client.query(
      `insert into preference_log select (jsonb_populate_record(null::preference_log, r || '{"replay": "pending"}')).*
       from jsonb_array_elements($1::jsonb) r on conflict do nothing`,
      [JSON.stringify(log.map(({ row }) => row))],
    );
    const { rows: holds } = await client.query<{ id: string }>(
      `insert into sending_holds (of_organization, backup, snapshot_at, log) values ($1, 'test', now(), 'loaded') returning id`,
      [organizationId],
    );
    await client.query(
      `insert into restored_organizations (organization_id, hold_id) values ($1, $2)
       on conflict (organization_id) do update set hold_id = excluded.hold_id, settled_at = null`,
      [organizationId, holds[0]!.id],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}

const settle = ({ organizationId }: TestMember) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'restored' } }, () => api.app.get(SettleRestored).run());

async function isHeld({ organizationId }: TestMember): Promise<boolean> {
  return asOrganization(organizationId, async (client) => {
    const { rows } = await client.query<{ held: boolean }>('select sending_is_held() as held');
    return rows[0]!.held;
  });
}

/** For each address that somebody has: what speaks against mailing them. */
async function mailable(organizationId: string): Promise<Map<string, string | null>> {
  return asOrganization(organizationId, async (client) => {
    await client.query('set local role engagex_app');
    const { rows } = await client.query<{ address: string; reason: string | null }>(
      `select c.email_key as address, ${reasonToSkip('null::uuid')} as reason from contacts c
       where c.deleted_at is null and c.email_key is not null`,
    );
    return new Map(rows.map(({ address, reason }) => [address, reason]));
  });
}

/** A pseudo-random number below `below`, the same for the same seed. */
function randomOf(seed: string) {
  let at = 0;
  return (below: number): number =>
    createHash('sha256')
      .update(`${seed} ${(at += 1)}`)
      .digest()
      .readUInt32BE() % below;
}

type Random = ReturnType<typeof randomOf>;

/** Things people do, and members do with people. */
const deeds: readonly ((owner: TestMember, address: string, random: Random) => Promise<unknown>)[] = [
  ({ organizationId }, address) =>
    asOrganization(organizationId, (client) =>
      client.query(
        `update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where email_key = $1 and subscription = 'subscribed'`,
        [address],
      ),
    ),
  ({ organizationId }, address) =>
    asOrganization(organizationId, (client) =>
      client.query(
        `update contacts set subscription = 'subscribed', unsubscribed_at = null where email_key = $1 and subscription = 'unsubscribed'`,
        [address],
      ),
    ),
  ({ organizationId }, address) =>
    asOrganization(organizationId, (client) =>
      client.query(
        `insert into suppressions (address_key, reason, source) values ($1, 'complaint', 'complaint') on conflict do nothing`,
        [address],
      ),
    ),
  ({ organizationId }, address) =>
    asOrganization(organizationId, (client) =>
      client.query('delete from suppressions where address_key = $1', [address]),
    ),
  ({ organizationId }, address, random) =>
    asOrganization(organizationId, (client) =>
      client.query(
        `insert into topic_preferences (contact_id, topic_id, wanted)
         select c.id, t.id, $2 from contacts c, topics t where c.email_key = $1 and c.deleted_at is null and t.is_default
         on conflict (organization_id, contact_id, topic_id) do update set wanted = excluded.wanted`,
        [address, random(2) === 0],
      ),
    ),
  ({ organizationId }, address, random) =>
    asOrganization(organizationId, (client) =>
      client.query('update contacts set paused_until = $2 where email_key = $1', [
        address,
        random(2) === 0 ? null : new Date(Date.now() + 86_400_000),
      ]),
    ),
  ({ organizationId }, address, random) =>
    asOrganization(organizationId, (client) =>
      client.query(
        `update contacts set email = $2 where email_key = $1 and deleted_at is null
         and not exists (select from contacts o where o.email_key = $2)`,
        [address, `moved-${random(20)}@example.com`],
      ),
    ),
  ({ organizationId }, address) =>
    asOrganization(organizationId, (client) =>
      client.query(
        `insert into contacts (email) select $1 where not exists (select from contacts where email_key = $1)`,
        [address],
      ),
    ),
  async (owner, address) => {
    const { rows } = await api.owner.query<{ id: string }>(
      'select id from contacts where organization_id = $1 and email_key = $2 and deleted_at is null',
      [owner.organizationId, address],
    );
    if (rows[0]) await owner.call(personalDataRoutes.erase, { id: rows[0].id, address });
  },
];

const seed = process.env['SEED'] ?? randomUUID().slice(0, 8);

test(`after a restore to any moment nobody is mailed who said no since, and nobody erased is back (SEED=${seed})`, async () => {
  const random = randomOf(seed);
  const owner = await api.newOrganization();
  const people = Array.from({ length: 12 }, (_, i) => `p${i}@example.com`);
  await asOrganization(owner.organizationId, (client) =>
    client.query(`insert into contacts (email) select unnest($1::text[])`, [people]),
  );
  for (let round = 0; round < 5; round += 1) {
    const act = async () => {
      const address = random(4) === 0 ? `moved-${random(20)}@example.com` : people[random(people.length)]!;
      // Erasing takes longest, and would soon leave nobody.
      const deed = deeds[random(8) === 0 ? deeds.length - 1 : random(deeds.length - 1)]!;
      await deed(owner, address, random);
    };
    for (let i = 0; i < 8; i += 1) await act();
    const then = await snapshot(owner.organizationId);
    for (let i = 0; i < 10; i += 1) await act();
    const now = await mailable(owner.organizationId);
    const { rows: erased } = await api.owner.query<{ id: string }>(
      'select id from contacts where organization_id = $1 and erased_at is not null',
      [owner.organizationId],
    );
    const { rows: gone } = await api.owner.query<{ hash: string; salt: Buffer }>(
      `select encode(s.address_hash, 'hex') as hash, e.salt from suppressions s join erasure_salts e using (organization_id)
       where s.organization_id = $1 and s.address_hash is not null`,
      [owner.organizationId],
    );
    await restore(owner.organizationId, then);
    expect(await isHeld(owner)).toBe(true);
    await settle(owner);
    expect(await isHeld(owner), 'sending goes on').toBe(false);

    for (const [address, reason] of await mailable(owner.organizationId))
      if (reason === null && now.has(address)) expect([address, now.get(address)]).toEqual([address, null]);
    const { rows: back } = await api.owner.query<{ id: string; email_key: string | null; erased_at: Date | null }>(
      'select id, email_key, erased_at from contacts where organization_id = $1',
      [owner.organizationId],
    );
    const wasErased = new Set(erased.map(({ id }) => id));
    for (const { id, email_key: address, erased_at: erasedAt } of back) {
      if (wasErased.has(id)) expect(erasedAt).not.toBeNull();
      if (address === null || now.has(address)) continue; // whoever has it since was not erased with it
      for (const { hash, salt } of gone)
        expect(createHash('sha256').update(salt).update(address).digest('hex')).not.toBe(hash);
    }
    for await (const { problem } of checkLogs(await clientOf(), { organizationId: owner.organizationId }))
      expect(problem).toBeNull();
  }
});

let checking: pg.Client | null = null;
async function clientOf(): Promise<pg.Client> {
  if (!checking) {
    checking = new pg.Client({ connectionString: api.database.ownerUrl });
    await checking.connect();
  }
  return checking;
}
afterAll(() => checking?.end());
