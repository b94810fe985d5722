import pg, { type Connection, type Submittable } from 'pg';
import utils from 'pg/lib/utils';
import { serialize } from 'pg-protocol';

export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Prepared once per connection, so that PostgreSQL need not parse and plan it again. For fixed texts only. */
  readonly isKept?: boolean;
}

export type Rows = readonly Readonly<Record<string, unknown>>[];

/** What came back; with an error, what the statements before the failed one answered. */
export interface PipelineResult {
  readonly rows: readonly Rows[];
  readonly error: Error | null;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** A statement that one connection has prepared. */
interface Kept {
  readonly name: string;
  /** Described by the first answer; null until then. */
  columns: readonly Column[] | null;
}

/** Each connection's prepared statements by their text. */
const keptBy = new WeakMap<Connection, { made: number; readonly byText: Map<string, Kept> }>();

/** How the driver reads the text of a type, by the type's OID. */
const parserOf: (oid: number, format: 'text') => (text: string) => unknown = pg.types.getTypeParser;

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/**
 * Several statements in one message and one answer (PostgreSQL's protocol, "Pipelining"). Outside of a transaction
 * block they are one transaction that ends with the answer; values travel apart from the texts, as always.
 * Queue it with `client.query(pipeline)` and wait for `answer`.
 */
export class Pipeline implements Submittable {
  readonly answer: Promise<PipelineResult>;
  readonly #statements: readonly Statement[];
  readonly #rows: Record<string, unknown>[][];
  readonly #kept: (Kept | null)[] = [];
  #columns: readonly Column[] = [];
  #at = 0;
  #error: Error | null = null;
  #connection: Connection | null = null;
  #settle!: (result: PipelineResult) => void;

  constructor(statements: readonly Statement[]) {
    this.#statements = statements;
    this.#rows = statements.map(() => []);
    this.answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** The driver calls this when the connection is free. Resolves to what keeps it from being sent, such as a value. */
  submit(connection: Connection): Error | null {
    this.#connection = connection;
    try {
      const messages = this.#statements.flatMap((statement) => this.#messagesOf(statement, connection));
      connection.stream.write(Buffer.concat([...messages, serialize.sync()])); // one write is one packet
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
    this.#columns = this.#kept[0]?.columns ?? [];
    return null;
  }

  handleRowDescription({ fields }: RowDescription): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID, 'text') }));
    const kept = this.#kept[this.#at];
    if (kept) kept.columns = this.#columns;
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    let index = 0;
    for (const { name, parse } of this.#columns) {
      const text = fields[index++] ?? null;
      row[name] = text === null ? null : parse(text);
    }
    this.#rows[this.#at]?.push(row);
  }

  handleCommandComplete(): void {
    const kept = this.#kept[this.#at];
    if (kept && !kept.columns) kept.columns = [];
    this.#at += 1;
    this.#columns = this.#kept[this.#at]?.columns ?? [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  /** The server skips the rest. What it may not have prepared is prepared anew, under another name, next time. */
  handleError(error: Error): void {
    this.#error = error;
    const byText = this.#connection && keptBy.get(this.#connection)?.byText;
    for (const { text } of this.#statements.slice(this.#at)) byText?.delete(text);
    this.#settle({ rows: this.#rows.slice(0, this.#at), error });
  }

  handleReadyForQuery(): void {
    if (!this.#error) this.#settle({ rows: this.#rows, error: null });
  }

  #messagesOf({ text, values = [], isKept = false }: Statement, connection: Connection): Buffer[] {
    const known = isKept ? keptOn(connection, text) : null;
    this.#kept.push(known?.kept ?? null);
    const name = known?.kept.name ?? '';
    return [
      ...(known && !known.isNew ? [] : [serialize.parse({ name, text })]),
      serialize.bind({ statement: name, values: [...values], valueMapper: utils.prepareValue }),
      ...(known?.kept.columns ? [] : [serialize.describe({ type: 'P' })]),
      serialize.execute(),
    ];
  }
}

function keptOn(connection: Connection, text: string): { kept: Kept; isNew: boolean } {
  const prepared = keptBy.get(connection) ?? { made: 0, byText: new Map<string, Kept>() };
  keptBy.set(connection, prepared);
  const known = prepared.byText.get(text);
  if (known) return { kept: known, isNew: false };
  const kept = { name: `kept_${(prepared.made += 1)}`, columns: null };
  prepared.byText.set(text, kept);
  return { kept, isNew: true };
}

/** The driver's errors know nothing of who asked. */
export function traced(error: Error): Error {
  Error.captureStackTrace(error, traced);
  return error;
}
