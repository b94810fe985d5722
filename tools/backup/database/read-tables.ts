import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { NewSection } from '../archive/archive.ts';
import { type CatalogueTable, carriedTables, quoted, sequenceValues } from './catalogue.ts';

/** Which rows of a table, as an SQL condition; null for none of them. */
export type Chosen = (table: CatalogueTable) => string | null;

const all: Chosen = () => 'true';

/** A section for each table, in the order of their names; then where sequences are. */
export async function* tableSections(client: pg.Client, chosen: Chosen = all): AsyncGenerator<NewSection> {
  for (const table of await carriedTables(client)) {
    const condition = chosen(table);
    if (condition === null) continue;
    yield tableSection(client, table, condition);
  }
}

export async function* sequenceSection(client: pg.Client): AsyncGenerator<NewSection> {
  yield { head: { kind: 'sequences', values: await sequenceValues(client) }, content: nothing() };
}

async function* nothing(): AsyncGenerator<Buffer> {}

function tableSection(client: pg.Client, table: CatalogueTable, condition: string): NewSection {
  const copy = client.query(copyTo(copyStatement(table, condition)));
  return {
    head: { kind: 'table', table: table.name, columns: table.columns },
    content: copy,
    rows: () => copy.rowCount,
  };
}

function copyStatement({ name, columns, key }: CatalogueTable, condition: string): string {
  const selected = columns.map(quoted).join(', ');
  // In the order of the key where only some rows are read: where they lie in the table says nothing then.
  const order = condition === 'true' || key.length === 0 ? '' : ` order by ${key.map(quoted).join(', ')}`;
  return `copy (select ${selected} from ${quoted(name)} where ${condition}${order}) to stdout`;
}

/** What the rows of a table are, as the backup says it: how many, and the hash of their text in an order of its own. */
export async function checksumOf(client: pg.Client, table: CatalogueTable, condition = 'true') {
  const { content, rows } = tableSection(client, table, condition);
  const hash = createHash('sha256');
  for await (const piece of content) hash.update(piece);
  return { rows: rows?.() ?? 0, sha256: hash.digest('hex') };
}
