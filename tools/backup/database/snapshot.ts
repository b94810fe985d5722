import pg from 'pg';
import { backupRole } from '../../../migrations/backup-role.ts';

/** What a value is written as does not depend on settings of the server. */
export const asText = `set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local synchronize_seqscans = off;
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local search_path = public`;

/** Runs `work` in one snapshot, as the role that may read every row and change none. */
export async function inSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // it also fails the query that waits
  await client.connect();
  try {
    await client.query(`begin isolation level repeatable read read only; ${asText}; set local role ${backupRole}`);
    const result = await work(client);
    await client.query('rollback');
    return result;
  } finally {
    await client.end();
  }
}
