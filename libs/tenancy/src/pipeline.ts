import pg, { type Connection, type Submittable } from 'pg';
import utils from 'pg/lib/utils';
import { serialize } from 'pg-protocol';

export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Prepared once per connection, so that PostgreSQL need not parse and plan it again. For fixed texts only. */
  readonly isKept?: boolean;
  /** Makes rows out of what PostgreSQL sent, where they are not to be objects of values. */
  readonly reader?: RowReader;
}

/** A column of an answer: its name, the OID of its type, and how the driver reads a text of that type. */
export interface Column {
  readonly name: string;
  readonly type: number;
  readonly parse: (text: string) => unknown;
}

/** Looks at the columns once, and turns each row's texts into something. */
export type RowReader = (
  columns: readonly Column[],
) => (texts: readonly (string | null)[]) => Readonly<Record<string, unknown>>;

export type Rows = readonly Readonly<Record<string, unknown>>[];

/** What came back; with an error, what the statements before the failed one answered. */
export interface PipelineResult {
  readonly rows: readonly Rows[];
  readonly error: Error | null;
}

/** A statement that one connection has prepared. */
interface Kept {
  readonly name: string;
  /** Described by the first answer; null until then. */
  columns: readonly Column[] | null;
  /** Who read its rows the last time, and how. */
  readBy: RowReader | null;
  read: ReadRow;
}

type ReadRow = ReturnType<RowReader>;

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
  readonly #rows: Readonly<Record<string, unknown>>[][];
  readonly #kept: (Kept | null)[] = [];
  #read: ReadRow = nothing;
  #at = 0;
  #error: Error | null = null;
  /** Why what came back could not be read. */
  #misread: Error | null = null;
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
    this.#begin();
    return null;
  }

  handleRowDescription({ fields }: RowDescription): void {
    const columns = fields.map(({ name, dataTypeID: type }) => ({ name, type, parse: parserOf(type, 'text') }));
    const kept = this.#kept[this.#at];
    if (kept) kept.columns = columns;
    this.#begin(columns);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.#reading(() => this.#rows[this.#at]?.push(this.#read(fields)));
  }

  handleCommandComplete(): void {
    const kept = this.#kept[this.#at];
    if (kept) kept.columns ??= [];
    this.#at += 1;
    this.#begin();
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  /** The server skips the rest. What it may not have prepared is prepared again, under another name, next time. */
  handleError(error: Error): void {
    this.#error = error;
    const byText = this.#connection && keptBy.get(this.#connection)?.byText;
    for (const { text } of this.#statements.slice(this.#at)) byText?.delete(text);
    this.#settle({ rows: this.#rows.slice(0, this.#at), error });
  }

  handleReadyForQuery(): void {
    if (!this.#error) this.#settle({ rows: this.#rows, error: this.#misread });
  }

  /** Prepares for the rows of the statement that comes next, once its columns are known. */
  #begin(columns = this.#kept[this.#at]?.columns): void {
    if (!columns) return;
    const reader = this.#statements[this.#at]?.reader ?? objects;
    const kept = this.#kept[this.#at];
    this.#reading(() => {
      if (kept?.readBy === reader) return void (this.#read = kept.read);
      this.#read = reader(columns);
      if (kept) Object.assign(kept, { readBy: reader, read: this.#read });
    });
  }

  /** The driver calls us from its socket, where nobody catches anything. */
  #reading(work: () => void): void {
    if (this.#misread) return;
    try {
      work();
    } catch (error) {
      this.#misread = error instanceof Error ? error : new Error(String(error));
    }
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

const nothing: ReadRow = () => ({});

const objects: RowReader = (columns) => (texts) => {
  const row: Record<string, unknown> = {};
  let index = 0;
  for (const { name, parse } of columns) {
    const text = texts[index++] ?? null;
    row[name] = text === null ? null : parse(text);
  }
  return row;
};

function keptOn(connection: Connection, text: string): { kept: Kept; isNew: boolean } {
  const prepared = keptBy.get(connection) ?? { made: 0, byText: new Map<string, Kept>() };
  keptBy.set(connection, prepared);
  const known = prepared.byText.get(text);
  if (known) return { kept: known, isNew: false };
  const kept = { name: `kept_${(prepared.made += 1)}`, columns: null, readBy: null, read: nothing };
  prepared.byText.set(text, kept);
  return { kept, isNew: true };
}

/** The driver's errors know nothing of who asked. */
export function traced(error: Error): Error {
  Error.captureStackTrace(error, traced);
  return error;
}
