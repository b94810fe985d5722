import type { Pool, PoolClient } from 'pg';
import {
  type DataSource,
  type EntityTarget,
  type ObjectLiteral,
  QueryResult,
  type QueryRunner,
  type Repository,
} from 'typeorm';
import { byId } from './by-id.ts';
import { commitTogether, type Share } from './commit-together.ts';
import { Pipeline, type Rows, type Statement, traced } from './pipeline.ts';
import { type AnswersTo, type Question, rowsOf } from './question.ts';
import { nameOrganization, type Opening, Reading } from './reading.ts';
import {
  currentScope,
  currentTransaction,
  type OpenTransaction,
  runInTransaction,
  waitingForChange,
  waitsItsTurn,
} from './scope.ts';

/** Shares the connections among organizations: resolves, when it is an organization's turn, to what ends it. */
export interface ConnectionTurns {
  enter(organizationId: string): Promise<() => void>;
}

/**
 * The way to an organization's rows. Inside a transaction PostgreSQL itself shows only the rows of the scope's
 * organization; outside one there is no connection to ask.
 */
export class TenantDb {
  readonly #source: DataSource;
  readonly #turns: ConnectionTurns | null;

  constructor(source: DataSource, turns: ConnectionTurns | null = null) {
    this.#source = source;
    this.#turns = turns;
  }

  /**
   * Runs `work` in a transaction of the scope's organization; joins the one already open. Commits when `work` and
   * what `beforeCommit` collected resolve, then runs what `afterCommit` collected. Keep network calls out of it.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (currentTransaction()) return work();
    return this.transactionOpenedWith(null, () => work());
  }

  /**
   * The same for work that finds its rows by their keys: PostgreSQL reads no table from end to end for it, whatever it
   * thinks of how many rows there are. Not for reports. Where a transaction is open already, it stays as it is.
   */
  async transactionByKey<T>(work: () => Promise<T>): Promise<T> {
    if (currentTransaction()) return work();
    return this.transactionOpenedWith(byKeyOnly, () => work());
  }

  /**
   * The same, but asks `opening` in the very message that begins the transaction and hands its rows to `work`: one
   * round trip for what every request has to ask first.
   */
  async transactionOpenedWith<T>(opening: Statement | null, work: (rows: Rows) => Promise<T>): Promise<T> {
    const leave = await this.#turn();
    const runner = this.#source.createQueryRunner();
    const transaction: OpenTransaction = { manager: runner.manager, reading: null, beforeCommit: [], afterCommit: [] };
    let result: T;
    let waited = 0;
    try {
      const rows = await begin(runner, currentScope().organizationId, opening);
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

  /**
   * A transaction for reads that somebody waits for: when `gone` aborts, PostgreSQL gives up the statement it is running, and
   * nothing more is asked. Throws what the signal was aborted with. Not within another transaction.
   */
  async transactionUntil<T>(gone: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (currentTransaction()) throw new Error('Giving this up would break the transaction that is open.');
    gone.throwIfAborted();
    const pid: Statement = { text: 'select pg_backend_pid() as pid', isKept: true }; // a pooler may be in between
    try {
      return await this.transactionOpenedWith(pid, ([row]) => this.#giveUpWith(gone, row?.['pid'], work));
    } catch (error) {
      gone.throwIfAborted();
      throw error;
    }
  }

  /** The connection is not given back before PostgreSQL was told: it must not give up what somebody else asks next. */
  async #giveUpWith<T>(gone: AbortSignal, pid: unknown, work: () => Promise<T>): Promise<T> {
    let told: Promise<unknown> = Promise.resolve();
    const giveUp = () => {
      told = poolOf(this.#source).query('select pg_cancel_backend($1)', [pid]);
      told.catch(() => {}); // a database that does not answer has nothing to give up
    };
    const transaction = this.#open();
    gone.throwIfAborted();
    gone.addEventListener('abort', giveUp, { once: true });
    try {
      return await runInTransaction({ ...transaction, gone }, work);
    } finally {
      gone.removeEventListener('abort', giveUp);
      await told.catch(() => {});
    }
  }

  /**
   * Runs `work` that changes nothing: each of its reads is one message and a transaction of its own, and the first
   * brings the opening along, which decides whether any row is handed on; null when nobody has to be asked. What must see
   * one state of the database, or lock it, takes a transaction.
   */
  async read<T>(opening: Opening | null, work: () => Promise<T>): Promise<T> {
    const leave = await this.#turn();
    const reading = new Reading(poolOf(this.#source), currentScope().organizationId, opening);
    const source = this.#source;
    const effects: (() => unknown)[] = [];
    const transaction: OpenTransaction = {
      reading,
      get manager() {
        return readingRunner(source, reading).manager;
      },
      beforeCommit: [],
      afterCommit: effects,
    };
    let result: T;
    try {
      result = await runInTransaction(transaction, work);
      await reading.admitted();
    } catch (error) {
      await reading.admitted(); // who may not read is told so, whatever else went wrong
      throw error;
    } finally {
      await reading.close();
      leave?.();
    }
    for (const effect of effects) await effect();
    return result;
  }

  /** Statements of several organizations, each under its own row-level security, in one commit; see `commitTogether`. */
  commitTogether(shares: readonly Share[]): Promise<readonly Rows[]> {
    return commitTogether(poolOf(this.#source), shares);
  }

  async #turn(): Promise<(() => void) | undefined> {
    return waitsItsTurn() ? this.#turns?.enter(currentScope().organizationId) : undefined;
  }

  /** Waits until it is known that whoever reads may: for what is kept for others, or done besides reading. */
  async admitted(): Promise<void> {
    await this.#open().reading?.admitted();
  }

  /** A TypeORM repository in the open transaction; throws outside one. */
  repo<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.#open().manager.getRepository(entity);
  }

  /** One thing by its id, unless it is deleted; null when there is none. */
  async find<Entity extends ObjectLiteral>(target: EntityTarget<Entity>, id: string): Promise<Entity | null> {
    const [found] = await this.answersTo([this.byId(target, id)]);
    return found;
  }

  /** The same as a question. */
  byId<Entity extends ObjectLiteral>(target: EntityTarget<Entity>, id: string): Question<Entity | null> {
    return byId(this.#source, target, id);
  }

  /** The answers to questions that do not depend on each other, all asked in one message. */
  async answersTo<const Questions extends readonly Question<unknown>[]>(
    questions: Questions,
  ): Promise<AnswersTo<Questions>> {
    const rows = await this.#ask(questions.map(({ statement }) => statement));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one answer for each question, in their order
    return questions.map((question, index) => question.answerIn(rows[index] ?? [])) as AnswersTo<Questions>;
  }

  /** The rows of one statement, whichever kind it is, in the open transaction. Values go into `parameters` only. */
  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { reading, gone } = this.#open();
    gone?.throwIfAborted();
    if (reading) {
      const { statement, answerIn } = rowsOf<Row>(sql, parameters);
      const [rows = []] = await reading.rowsOf([{ ...statement, isKept: false }]);
      return answerIn(rows);
    }
    const result: { records: Row[] } = await this.#runner().query(sql, [...parameters], true);
    return result.records ?? [];
  }

  /**
   * The same for a busy statement of fixed text: PostgreSQL parses and plans it once per connection instead of every
   * time. Not for searches, where the best plan depends on the values.
   */
  async rowsByKey<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    const [rows] = await this.answersTo([rowsOf<Row>(sql, parameters)]);
    return rows;
  }

  /** The first row of a statement, or null. */
  async row<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row | null> {
    return (await this.rows<Row>(sql, parameters))[0] ?? null;
  }

  /** Settings for the rest of the open transaction: a `select set_config(…, true)`. */
  async configure(sql: string): Promise<void> {
    const { reading } = this.#open();
    if (reading) reading.configure({ text: sql, isKept: true });
    else await this.rows(sql);
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

  /** One message, whether it is a transaction of its own or part of the open one. */
  async #ask(statements: readonly Statement[]): Promise<readonly Rows[]> {
    const { reading, gone } = this.#open();
    gone?.throwIfAborted();
    if (reading) return reading.rowsOf(statements);
    const { rows, error } = await (await this.connection()).query(new Pipeline(statements)).answer;
    if (error) throw traced(error);
    return rows;
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
    const { manager, reading } = this.#open();
    if (reading) throw new Error('Only reads happen here. Wrap this in tenantDb.transaction outside of a read.');
    if (!manager.queryRunner) throw new Error('The open transaction has no connection.');
    return manager.queryRunner;
  }

  #open(): OpenTransaction {
    const transaction = currentTransaction();
    if (!transaction) throw new Error('No transaction is open. Wrap this in tenantDb.transaction.');
    return transaction;
  }
}

const byKeyOnly: Statement = { text: `select set_config('enable_seqscan', 'off', true)`, isKept: true };

/** Begins a transaction, names its organization and asks `opening`, all in one round trip. */
async function begin(runner: QueryRunner, organizationId: string, opening: Statement | null): Promise<Rows> {
  const connection: PoolClient = await runner.connect();
  const query = runner.query.bind(runner);
  let opened: Rows = [];
  // TypeORM sends BEGIN on its own; letting the rest ride along keeps its own account of the transaction right.
  runner.query = async (sql: string) => {
    const statements = [{ text: sql }, nameOrganization(organizationId), ...(opening ? [opening] : [])];
    const { rows, error } = await connection.query(new Pipeline(statements)).answer;
    if (error) throw traced(error);
    opened = rows[2] ?? [];
    return undefined as never; // TypeORM does not look at what BEGIN returns
  };
  try {
    await runner.startTransaction();
  } finally {
    runner.query = query;
  }
  return opened;
}

/** The ORM's way to read: its statements go the way of all others. */
function readingRunner(source: DataSource, reading: Reading): QueryRunner {
  const runner = source.createQueryRunner();
  runner.query = async (text: string, values?: unknown[], isStructured?: boolean) => {
    const [rows = []] = await reading.rowsOf([{ text, values: values ?? [] }]);
    if (!isStructured) return rows as never; // whatever type the caller says the rows have
    const result = new QueryResult();
    result.records = [...rows];
    result.raw = rows;
    return result as never;
  };
  return runner;
}

/** The connections of a data source. */
export function poolOf({ driver }: DataSource): Pool {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what TypeORM's driver for PostgreSQL keeps there
  return (driver as unknown as { master: Pool }).master;
}
