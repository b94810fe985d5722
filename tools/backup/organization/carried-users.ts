import type pg from 'pg';
import { quoted } from '../database/catalogue.ts';
import type { CarriedUser } from '../archive/manifest.ts';
import { tablesOfOrganization } from './organization-tables.ts';

export interface UserColumn {
  readonly table: string;
  readonly column: string;
}

/** Columns of an organization's tables that name a user. */
export async function userColumns(client: pg.ClientBase): Promise<readonly UserColumn[]> {
  const tables = new Set((await tablesOfOrganization(client)).map(({ name }) => name));
  const { rows } = await client.query<UserColumn>(
    `select k.conrelid::regclass::text as table, a.attname::text as column from pg_constraint k
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype = 'f' and k.confrelid = 'users'::regclass and k.conparentid = 0 and cardinality(k.conkey) = 1 order by 1, 2`,
  );
  return rows.filter(({ table }) => tables.has(table));
}

/** Everybody whom a row of the organization names, with what they are recognized by elsewhere. */
export async function usersOf(client: pg.ClientBase, organizationId: string): Promise<readonly CarriedUser[]> {
  const named = (await userColumns(client)).map(
    ({ table, column }) =>
      `select ${quoted(column)} from ${quoted(table)} where ${table === 'organizations' ? 'id' : 'organization_id'} = $1`,
  );
  const { rows } = await client.query<CarriedUser>(
    `select id, name, email from users where id in (${named.join(' union ')}) order by id`,
    [organizationId],
  );
  return rows;
}

/**
 * Finds each carried user here: the same account, or the one that confirmed the address. Others are made without a password; they
 * choose one by resetting it, which confirms the address. Answers who is whom.
 */
export async function matchUsers(
  client: pg.ClientBase,
  users: readonly CarriedUser[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { id, name, email } of users) {
    const { rows } = await client.query<{ id: string }>(
      `select id from users where (id = $1 or email_verified_at is not null) and email_key = lower($2)
       order by email_verified_at is null, id = $1 desc limit 1`,
      [id, email],
    );
    if (rows[0]) {
      found.set(id, rows[0].id);
      continue;
    }
    const { rows: made } = await client.query<{ id: string }>(
      `insert into users (id, name, email) select case when exists (select from users where id = $1) then uuidv7() else $1::uuid end, $2, $3
       returning id`,
      [id, name, email],
    );
    found.set(id, made[0]?.id ?? id);
  }
  return found;
}
