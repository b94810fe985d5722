import type { Pool, PoolClient } from 'pg';
import { Pipeline, type PipelineResult, type Rows, type Statement, traced } from './pipeline.ts';

/** What has to be asked before anything may be read, and what its answer means: throwing refuses all that was read. */
export interface Opening {
  readonly statement: Statement;
  readonly admit: (rows: Rows) => void;
}

/** The setting ends with the transaction (`true`), so a pooled connection never keeps an organization. */
export function nameOrganization(id: string): Statement {
  return { text: `select set_config('app.organization_id', $1, true)`, values: [id], isKept: true };
}

/**
 * The reads of one request. Each goes out in one message with what names its organization, and is a transaction of its
 * own: no BEGIN, no COMMIT, nothing held in between. The opening rides along with the first, and no row is handed on
 * before it was admitted.
 */
export class Reading {
  readonly #pool: Pool;
  readonly #scope: Statement;
  readonly #settings: Statement[] = [];
  #opening: Opening | null;
  #admission: Promise<void> | null = null;
  #client: Promise<PoolClient> | null = null;
  #broken: Error | null = null;

  constructor(pool: Pool, organizationId: string, opening: Opening | null) {
    this.#pool = pool;
    this.#scope = nameOrganization(organizationId);
    this.#opening = opening;
  }

  /** Settings for what is read from now on, as a `select set_config(…, true)`. */
  configure(statement: Statement): void {
    this.#settings.push(statement);
  }

  /** The rows of each statement, all asked in one message. */
  async rowsOf(statements: readonly Statement[]): Promise<readonly Rows[]> {
    const opening = this.#opening;
    this.#opening = null;
    const before = [this.#scope, ...(opening ? [opening.statement] : []), ...this.#settings];
    const asked = this.#ask([...before, ...statements]);
    if (opening) this.#admission = asked.then((result) => admit(opening, result));
    await this.#admission;
    const { rows, error } = await asked;
    if (error) throw traced(error);
    return rows.slice(before.length);
  }

  /** Asks the opening when nothing was read. */
  async admitted(): Promise<void> {
    if (this.#opening) await this.rowsOf([]);
    await this.#admission;
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => null);
    client?.off('error', this.#noteBroken);
    client?.release(this.#broken ?? undefined);
  }

  /** Never rejects. */
  async #ask(statements: readonly Statement[]): Promise<PipelineResult> {
    this.#client ??= this.#pool.connect().then((client) => client.on('error', this.#noteBroken));
    try {
      const result = await (await this.#client).query(new Pipeline(statements)).answer;
      if (result.error && endsConnection(result.error)) this.#broken ??= result.error;
      return result;
    } catch (error) {
      return { rows: [], error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  readonly #noteBroken = (error: Error) => {
    this.#broken = error;
  };
}

/** The opening's rows are there even when what was read with it failed: who may not read is told just that. */
function admit(opening: Opening, { rows: [, answered], error }: PipelineResult): void {
  if (!answered) throw traced(error ?? new Error('The opening was not answered.'));
  opening.admit(answered);
}

/** The server hangs up after such an error; the socket's own end comes later. */
function endsConnection(error: Error): boolean {
  return 'severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC');
}
