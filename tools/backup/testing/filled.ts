import pg from 'pg';
import type { TestDatabase } from '../../testing/database.ts';
import { carriedTables } from '../database/catalogue.ts';
import { checksumOf, type Chosen } from '../database/read-tables.ts';
import { inSnapshot } from '../database/snapshot.ts';

export const passphrase = 'correct horse battery staple';
export const keys = { encryption: 'one', tracking: 'two' };

/** With the owner's URL, unless another is named. */
export async function asSuperuser<T>({ ownerUrl }: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Texts that COPY has to escape, values whose text depends on settings, and rows that refer to each other. */
export async function fill(database: TestDatabase, organizationId: string): Promise<void> {
  await asSuperuser(database, async (client) => {
    await client.query(
      `insert into users (id, name, email, email_verified_at)
       select uuidv7(), E'Ada\\t\\\\N "ü"', 'ada@example.com', now() where not exists (select from users where email = 'ada@example.com')`,
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
export async function stateOf(database: TestDatabase, chosen: Chosen = () => 'true'): Promise<Record<string, string>> {
  return inSnapshot(database.tableOwnerUrl, async (client) => {
    const state: Record<string, string> = {};
    for (const table of await carriedTables(client)) {
      const condition = chosen(table);
      if (condition === null) continue;
      const { rows, sha256 } = await checksumOf(client, table, condition);
      if (rows > 0) state[table.name] = `${rows} ${sha256}`;
    }
    return state;
  });
}
