import type { PoolClient, QueryResultRow } from 'pg';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import {
  currentScope,
  currentTransaction,
  isUuid,
  type OpenTransaction,
  runInTransaction,
  waitingForChange,
  waitsItsTurn,
} from './scope.ts';

/** Shares the connections among organizations: resolves, when it is an organization's turn, to what ends it. */
export interface Turns {
  enter(organizationId: string): Promise<() => void>;
}

/**
 * The way to an organization's rows. Inside a transaction PostgreSQL itself shows only the rows of the scope's
 * organization; outside one there is no connection to ask.
 */
export class TenantDb {
  readonly #source: DataSource;
  readonly #turns: Turns | null;

  constructor(source: DataSource, turns: Turns | null = null) {
    this.#source = source;
    this.#turns = turns;
  }

  /**
   * Runs `work` in a transaction of the scope's organization; joins the one already open. Commits when `work` and
   * what `beforeCommit` collected resolve, then runs what `afterCommit` collected. Keep network calls out of it.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (currentTransaction()) return work();
    return this.transactionOpenedWith('', () => work());
  }

  /**
   * The same, but sends `opening` (SQL without parameters) in the very message that begins the transaction and
   * hands its rows to `work`: one round trip for what every request has to ask first.
   */
  async transactionOpenedWith<Row, T>(opening: string, work: (rows: Row[]) => Promise<T>): Promise<T> {
    const leave = waitsItsTurn() ? await this.#turns?.enter(currentScope().organizationId) : undefined;
    const runner = this.#source.createQueryRunner();
    const transaction: OpenTransaction = { manager: runner.manager, beforeCommit: [], afterCommit: [] };
    let result: T;
    let waited = 0;
    try {
      const rows = await begin<Row>(runner, currentScope().organizationId, opening);
      result = await runInTransaction(transaction, async () => {
        const worked = await work(rows);
        for (const effect of transaction.beforeCommit) await effect();
        waited = await this.#runWhatWaited();
        return worked;
      });
      await runner.commitTransaction();
      waitingForChange().splice(0, waited); // not before: a transaction that fails may be tried again
    } catch (error) {
      // A connection that broke cannot roll back; the server does it. The first error is the one to tell.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
      leave?.();
    }
    for (const effect of transaction.afterCommit) await effect();
    return result;
  }

  /** A TypeORM repository in the open transaction; throws outside one. */
  repo<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.#manager().getRepository(entity);
  }

  /** The rows of one statement, whichever kind it is, in the open transaction. Values go into `parameters` only. */
  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const runner = this.#runner();
    const result: { records: Row[] } = await runner.query(sql, [...parameters], true);
    return result.records ?? [];
  }

  /**
   * The same for a busy statement that finds its rows by key: PostgreSQL plans it once per connection instead of every
   * time. Not for searches and lists, where the best plan depends on the values.
   */
  async rowsByKey<Row extends QueryResultRow>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    const connection = await this.connection();
    return (await connection.query<Row>({ name: nameOf(sql), text: sql, values: [...parameters] })).rows;
  }

  /** The first row of a statement, or null. */
  async row<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row | null> {
    return (await this.rows<Row>(sql, parameters))[0] ?? null;
  }

  /** How many rows a statement inserted, changed or deleted. */
  async affected(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    const result: { affected?: number | null } = await this.#runner().query(sql, [...parameters], true);
    return result.affected ?? 0;
  }

  /** The connection of the open transaction, for COPY. */
  async connection(): Promise<PoolClient> {
    return this.#runner().connect();
  }

  /** How many effects that waited for a change have now run, because this transaction made one. */
  async #runWhatWaited(): Promise<number> {
    const waiting = [...waitingForChange()];
    if (waiting.length === 0 || !(await this.hasChanged())) return 0;
    for (const effect of waiting) await effect();
    return waiting.length;
  }

  /** Whether the open transaction has written or locked anything: only then PostgreSQL gives it a number. */
  async hasChanged(): Promise<boolean> {
    const row = await this.row<{ changed: boolean }>('select pg_current_xact_id_if_assigned() is not null as changed');
    return row?.changed ?? false;
  }

  #runner(): QueryRunner {
    const runner = this.#manager().queryRunner;
    if (!runner) throw new Error('The open transaction has no connection.');
    return runner;
  }

  #manager(): EntityManager {
    const transaction = currentTransaction();
    if (!transaction) throw new Error('No transaction is open. Wrap this in tenantDb.transaction.');
    return transaction.manager;
  }
}

/** Begins a transaction, names its organization and asks `opening`, all in one round trip. */
async function begin<Row>(runner: QueryRunner, organizationId: string, opening: string): Promise<Row[]> {
  if (!isUuid(organizationId)) throw new TypeError('An organization id is a UUID.');
  const connection: PoolClient = await runner.connect();
  const query = runner.query.bind(runner);
  let rows: Row[] = [];
  // TypeORM sends BEGIN on its own; letting the rest ride along keeps its own account of the transaction right.
  runner.query = async (sql: string) => {
    // The setting ends with the transaction (`true`), so a pooled connection never keeps an organization.
    const results: unknown = await connection.query(
      `${sql}; SELECT set_config('app.organization_id', '${organizationId}', true); ${opening}`,
    );
    rows = lastRowsOf<Row>(results);
    return undefined as never; // TypeORM does not look at what BEGIN returns
  };
  try {
    await runner.startTransaction();
  } finally {
    runner.query = query;
  }
  return rows;
}

const statementNames = new Map<string, string>();

/** A short name for a statement, the same on every connection of this process. */
function nameOf(sql: string): string {
  const known = statementNames.get(sql);
  if (known) return known;
  const name = `by_key_${statementNames.size}`;
  statementNames.set(sql, name);
  return name;
}

function lastRowsOf<Row>(results: unknown): Row[] {
  const last: unknown = Array.isArray(results) ? results.at(-1) : results;
  const rows = last && typeof last === 'object' && 'rows' in last ? last.rows : [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the columns it asked for
  return (Array.isArray(rows) ? rows : []) as Row[];
}
