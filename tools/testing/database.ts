import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { OWNER, urlFor, withClient } from '../stack/postgres/postgres.ts';
import type { TestPostgres } from './test-connection.ts';

/** The migrated database that every test database is a copy of. */
export const TEMPLATE = 'template_engagex';

/** Owns the tables, as in a hosted database: it may create roles and is no superuser. */
export const TABLE_OWNER = 'table_owner';

declare module 'vitest' {
  export interface ProvidedContext {
    testPostgres: TestPostgres;
  }
}

export interface TestDatabase {
  /** A superuser, who sees every organization's rows. */
  readonly ownerUrl: string;
  /** Who migrates. */
  readonly tableOwnerUrl: string;
  /** The role of API and worker: bound by row-level security. */
  readonly appUrl: string;
  readonly bffUrl: string;
  drop(): Promise<void>;
}

/**
 * A migrated, empty database of its own, in the server that the integration tests' global setup started. Drop it when
 * the file is done: `afterAll(() => database.drop())`. Roles belong to the whole server and are shared.
 */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabaseIn(inject('testPostgres'));
}

/** The same outside of vitest, for a server from `startTestPostgres()`. */
export async function createDatabaseIn(server: TestPostgres): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = (role: string, password: string) => urlFor(server.port, role, password, name);
  const admin = urlFor(server.port, OWNER, server.ownerPassword, 'postgres');

  await withClient(admin, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy OWNER ${TABLE_OWNER}`),
  );
  return {
    ownerUrl: url(OWNER, server.ownerPassword),
    tableOwnerUrl: url(TABLE_OWNER, server.tableOwnerPassword),
    appUrl: url('engagex_app', server.appPassword),
    bffUrl: url('engagex_bff', server.bffPassword),
    drop: async () => {
      await withClient(admin, async (client) => {
        // Connections that are just ending would be cut off, and their error would belong to nobody.
        for (let patience = 40; patience > 0; patience -= 1) {
          const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
          if (rowCount === 0) break;
          await sleep(50);
        }
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      });
    },
  };
}
