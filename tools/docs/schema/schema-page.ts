/** docs/schema.md: the tables of a migrated database, by owner, with what migrations say of them. */
import { type FunctionFile, functionFiles } from '../../../migrations/functions.ts';
import { type Comments, commentsInMigrations } from './comments.ts';
import type { SchemaTable } from './read-schema.ts';
import { tableOwners } from './table-owners.ts';

/** The whole page. `tables` as `readSchema` answers them. */
export async function schemaPage(tables: readonly SchemaTable[]): Promise<string> {
  const comments = commentsInMigrations();
  const declared = await tableOwners();
  const ownerOf = (table: SchemaTable) => declared.get(table.name) ?? (table.ofBff ? 'bff' : 'migrations');
  const byOwner = Map.groupBy(tables, ownerOf);
  const functions = Map.groupBy(functionFiles(), ({ owner }) => owner);
  const owners = [...new Set([...byOwner.keys(), ...functions.keys()])].toSorted();
  const sections = owners.flatMap((owner) => [
    `## ${owner}`,
    ...(byOwner.get(owner) ?? []).map((table) => section(table, comments)),
    ...listOf(functions.get(owner) ?? []),
  ]);
  return `${[intro, ...sections].join('\n\n')}\n`;
}

const intro = `# Schema

Today's tables by owner, and the functions of each. Written by \`npm run docs\` from a migrated database, the comments in
\`migrations/\` and the features' \`*.tables.ts\`; a test fails when it is out of date.

Every table has forced row-level security by \`organization_id\`, unless it says that it belongs to no organization.`;

function section(table: SchemaTable, comments: Comments): string {
  const prose = [comments.tables.get(table.name), table.ofOrganizations ? '' : '_Belongs to no organization._'];
  const code = ['```', ...linesOf(table, comments), '```'].join('\n');
  return [`### ${table.name}`, prose.filter(Boolean).join(' '), code].filter(Boolean).join('\n\n');
}

function linesOf({ name, columns, constraints, indexes, triggers }: SchemaTable, comments: Comments): string[] {
  const width = Math.max(...columns.map((column) => column.name.length));
  const of = (column: string) => comments.columns.get(`${name}.${column}`);
  return [
    ...columns.map((column) => line(`${column.name.padEnd(width)}  ${plain(column.definition)}`, of(column.name))),
    '',
    ...constraints.map((text) => line(plain(text), text.startsWith('PRIMARY KEY') ? of('primary') : undefined)),
    ...block(indexes, (index) =>
      line(
        `${index.isUnique ? 'unique index' : 'index'} ${index.name} ${plain(index.definition)}`,
        comments.indexes.get(index.name),
      ),
    ),
    ...block(triggers, (trigger) => `trigger ${plain(trigger)}`),
  ];
}

function block<T>(things: readonly T[], write: (thing: T) => string): string[] {
  return things.length > 0 ? ['', ...things.map(write)] : [];
}

function line(code: string, comment: string | undefined): string {
  return comment ? `${code} -- ${comment}` : code;
}

/** PostgreSQL's spelling without its casts, and key words in lower case as in our SQL. Texts in quotes stay. */
function plain(sql: string): string {
  return sql
    .replaceAll(/= ANY \(ARRAY\[(.*?)\]\)/g, 'in ($1)')
    .replaceAll(
      /::(text|interval|jsonb|smallint|numeric|bytea|timestamp with(out)? time zone|double precision)(\[\])?/g,
      '',
    )
    .split(/('[^']*'|"[^"]*")/)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/\b[A-Z]{2,}\b/g, (word) => word.toLowerCase())))
    .join('')
    .replaceAll('timestamp with time zone', 'timestamptz')
    .replaceAll(/\s+/g, ' ');
}

function listOf(functions: readonly FunctionFile[]): string[] {
  if (functions.length === 0) return [];
  const lines = functions
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(
      ({ owner, name, text }) => `- [${name}](../migrations/functions/${owner}/${name}.sql): ${firstSentence(text)}`,
    );
  return ['Functions:', lines.join('\n')];
}

/** Of the comment that a file begins with. */
function firstSentence(text: string): string {
  const comment = (/^(?:--.*\n)+/.exec(text)?.[0] ?? '').replaceAll(/^-- ?/gm, '').replaceAll(/\s+/g, ' ').trim();
  return /^.*?[.](?= |$)/.exec(comment)?.[0] ?? comment;
}
