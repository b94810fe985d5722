import type { Pool } from 'pg';
import { Pipeline, type Rows, type Statement, traced } from './pipeline.ts';
import { nameOrganization } from './reading.ts';
import { isUuid } from './scope.ts';

/** What one organization has in a shared transaction. */
export interface Share {
  readonly organizationId: string;
  readonly statement: Statement;
}

/**
 * Statements of several organizations in one transaction and one message, hence one commit. Each runs with row-level security of its own
 * organization, as in a transaction of that alone. Resolves to the rows of each, once all are committed; throws when any fails,
 * and then nothing is stored, unless the connection broke while it was committing.
 */
export async function commitTogether(pool: Pool, shares: readonly Share[]): Promise<readonly Rows[]> {
  const statements = shares.flatMap(({ organizationId, statement }) => {
    if (!isUuid(organizationId)) throw new TypeError('An organization id is a UUID.');
    return [nameOrganization(organizationId), statement];
  });
  const client = await pool.connect();
  let broken: Error | undefined;
  const noteBroken = (error: Error) => (broken = error);
  client.on('error', noteBroken);
  try {
    const { rows, error } = await client.query(new Pipeline(statements)).answer;
    if (!error) return rows.filter((_, index) => index % 2 === 1);
    if (!('code' in error) || !('severity' in error)) broken = error; // not an answer of the server
    throw traced(error);
  } finally {
    client.off('error', noteBroken);
    client.release(broken);
  }
}
