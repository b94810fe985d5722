/** What migrations say of tables, columns and indexes in the comments beside them, by the names of today. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By table; by `table.column`; by index. What was dropped may still be there. */
export type Comments = Readonly<Record<'tables' | 'columns' | 'indexes', ReadonlyMap<string, string>>>;

const migrations = join(import.meta.dirname, '../../../migrations');

export function commentsInMigrations(): Comments {
  const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'));
  return commentsIn(files.toSorted().map((name) => readFileSync(join(migrations, name), 'utf8')));
}

/** `texts` are in the order in which they are applied. */
export function commentsIn(texts: readonly string[]): Comments {
  const found = {
    tables: new Map<string, string>(),
    columns: new Map<string, string>(),
    indexes: new Map<string, string>(),
  };
  for (const { above, lines } of texts.flatMap(statementsIn)) {
    const code = lines.map((line) => line.code).join(' ');
    const [, created] = /^create table (\w+)/.exec(code) ?? [];
    const [, altered] = /^alter table (\w+)/.exec(code) ?? [];
    const [, index] = /^create (?:unique )?index (\w+)/.exec(code) ?? [];
    const table = created ?? altered;
    if (created) note(found.tables, created, above);
    if (table) for (const [column, said] of columnsIn(lines)) note(found.columns, `${table}.${column}`, said);
    if (index) note(found.indexes, index, joined(lines.map(({ said }) => said)) || above);
    const [, commented, words] = /^comment on (?:table|index) (\w+) is '(.*)';/.exec(code) ?? [];
    if (commented && words) note(code.startsWith('comment on table') ? found.tables : found.indexes, commented, words);
    followRename(found, code);
  }
  return found;
}

interface Statement {
  /** The comment in the lines right above it. */
  readonly above: string;
  readonly lines: readonly Line[];
}

interface Line {
  readonly code: string;
  /** The comment at its end. */
  readonly said: string;
}

function statementsIn(sql: string): Statement[] {
  const statements: Statement[] = [];
  let above: string[] = [];
  let lines: Line[] | undefined;
  for (const line of sql.split('\n')) {
    const [, code = '', said = ''] = /^(.*?)(?:--(.*))?$/.exec(line) ?? [];
    if (
      !lines &&
      /^(create table|create (unique )?index|alter table|alter index|comment on (table|index)) /.test(code)
    ) {
      lines = [];
      statements.push({ above: joined(above), lines });
    }
    above = !lines && code === '' && said ? [...above, said] : [];
    lines?.push({ code, said });
    if (code.trimEnd().endsWith(';')) lines = undefined;
  }
  return statements;
}

/** A comment is about the column in its line, or, in a line of its own, about the one below it. */
function columnsIn(lines: readonly Line[]): [column: string, said: string][] {
  const found: [string, string[]][] = [];
  let above: string[] = [];
  for (const { code, said } of lines) {
    const [, column] = /^(?:alter table \w+| )? (?:add column )?(\w+)/.exec(code) ?? []; // deeper lines go on with a column
    if (column) found.push([column, [...above, said]]);
    else if (code.trim()) found.at(-1)?.[1].push(...above, said);
    above = code.trim() ? [] : [...above, said];
  }
  return found.map(([column, comments]) => [column, joined(comments)]);
}

function joined(comments: readonly string[]): string {
  return comments
    .map((comment) => comment.trim())
    .filter(Boolean)
    .join(' ');
}

function note(comments: Map<string, string>, name: string, comment: string) {
  if (comment) comments.set(name, comment);
  else comments.delete(name);
}

function followRename({ tables, columns, indexes }: Record<keyof Comments, Map<string, string>>, code: string) {
  const [, table, renamed] = /^alter table (\w+)\s+rename to (\w+)/.exec(code) ?? [];
  if (table && renamed) {
    move(tables, table, renamed);
    for (const name of [...columns.keys()].filter((each) => each.startsWith(`${table}.`)))
      move(columns, name, `${renamed}.${name.slice(table.length + 1)}`);
  }
  const [, of, column, called] = /^alter table (\w+)\s+rename (?:column )?(\w+) to (\w+)/.exec(code) ?? [];
  if (of && column && called) move(columns, `${of}.${column}`, `${of}.${called}`);
  const [, index, name] = /^alter index (\w+)\s+rename to (\w+)/.exec(code) ?? [];
  if (index && name) move(indexes, index, name);
}

function move(comments: Map<string, string>, from: string, to: string) {
  const comment = comments.get(from);
  comments.delete(from);
  if (comment) comments.set(to, comment);
}
