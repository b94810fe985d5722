/**
 * An address is in more places than those that are about its person: conditions of segments, filters, notes, names,
 * templates, what servers answered. Every text of the organization is looked through, by the catalogue of the database,
 * so that a column nobody has thought of is reached, too.
 */
import { randomBytes } from 'node:crypto';
import type { TenantDb } from '@engagex/tenancy';
import type { Tables } from '../../platform/tables/tables.ts';

/** What to look for. */
export interface Traces {
  /** In lower case, for finding rows quickly. */
  readonly keys: readonly string[];
  /** Regular expressions of PostgreSQL: the same as whole addresses, not as parts of longer ones. */
  readonly patterns: readonly string[];
  /** What is written instead is made of it, and of no use without it. */
  readonly secret: string;
}

/** @param texts addresses and phone numbers, as they are compared. */
export function tracesOf(texts: readonly string[]): Traces {
  const keys = [...new Set(texts.flatMap((text) => [text, encodeURIComponent(text), escaped(text)]).map(lower))];
  return { keys, patterns: keys.map(asWhole), secret: randomBytes(16).toString('hex') };
}

const lower = (text: string) => text.toLowerCase();

/** As it is in JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Not within a longer address; after `=`, `%3D` or the like it is one of its own. */
function asWhole(key: string): string {
  const literal = key.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return String.raw`(?:(?<![\w.+-])|(?<=%[0-9a-f]{2}))${literal}(?![\w-]|\.\w)`;
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Columns of the organization's tables that hold text somewhere and may be written. */
const textColumns = `
  select c.table_name as table, c.column_name as column, c.udt_name as type from information_schema.columns c
  where c.table_schema = 'public' and c.is_generated = 'NEVER' and c.udt_name in ('text', 'varchar', 'json', 'jsonb', '_text')
    and has_column_privilege(format('%I.%I', c.table_schema, c.table_name), c.column_name, 'update')
    and exists (select from information_schema.columns o where o.table_schema = c.table_schema
      and o.table_name = c.table_name and o.column_name = 'organization_id')
  order by 1, 2`;

/** Takes them out of every text of the organization. Resolves to how many rows of which table had any. */
export async function redactMentions(
  db: TenantDb,
  tables: Tables,
  { keys, patterns, secret }: Traces,
): Promise<[string, number][]> {
  if (keys.length === 0) return [];
  const columns = (await db.rows<Column>(textColumns)).filter(
    ({ table, column }) => tables.ofOthers(table, column) === undefined,
  );
  const found: [string, number][] = [];
  for (const [table, of] of Map.groupBy(columns, (each) => each.table)) {
    const rows = await db.affected(redactTable(table, of, tables.get(table)?.mayMention), [keys, patterns, secret]);
    if (rows > 0) found.push([table, rows]);
  }
  const consent = await db.row<{ rows: number }>('select redact_consent($1::text[], $2::text[], $3) as rows', [
    keys,
    patterns,
    secret,
  ]);
  if (consent?.rows) found.push(['consent_entries', consent.rows]);
  return found;
}

/** Names of tables and columns come from the catalogue. */
function redactTable(table: string, columns: readonly Column[], mayMention = 'true'): string {
  const without = (value: string) => `without_addresses(${value}, $2::text[], $3)`;
  const sets = columns.map(({ column, type }) => {
    const name = quoted(column);
    if (type === '_text')
      return `${name} = case when ${name} is not null then
        array(select ${without('item')} from unnest(${name}) with ordinality x (item, n) order by n) end`;
    return `${name} = ${without(`${name}::text`)}::${type}`;
  });
  const all = columns.map(({ column }) => `${quoted(column)}::text`).join(', ');
  return `update ${quoted(table)} set ${sets.join(', ')}
    where ${mayMention} and exists (select from unnest($1::text[]) key where strpos(lower(concat_ws(E'\n', ${all})), key) > 0)`;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Takes the person out of the audit log. Resolves to the hashes of the entries that were emptied, by their places. */
export async function redactLog(
  db: TenantDb,
  contacts: readonly string[],
  { keys, patterns, secret }: Traces,
): Promise<Record<string, string>> {
  const rows = await db.rows<{ place: string; digest: string }>(
    'select place, digest from redact_audit_entries($1::uuid[], $2::text[], $3::text[], $4)',
    [contacts, keys, patterns, secret],
  );
  return Object.fromEntries(rows.map(({ place, digest }) => [place, digest]));
}
