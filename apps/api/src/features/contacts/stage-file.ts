import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyIntoStaging } from './import-data.queries.ts';
import { MaybeSeen } from './maybe-seen.ts';
import type { ReadContact } from './read-contact.ts';
import { type FileFormat, readRows } from './read-rows.ts';

/** COPY lines are sent in pieces of this many characters. */
const pieceCharacters = 64 * 1024;

export interface Staging {
  readonly connection: PoolClient;
  readonly file: Readable;
  readonly format: FileFormat;
  /** How many rows the file has below its header. */
  readonly rows: number;
  readonly read: (fields: readonly string[]) => ReadContact;
  /** Whether any row may be rejected once its neighbours are known, so that all are kept as they are written. */
  readonly keepsAll: boolean;
  /** Called with the rows read so far; throws to stop. */
  readonly onRows: (rows: number) => void;
}

/** Streams a file through validation into the staging table. */
export async function stageFile({ connection, file, format, rows, read, keepsAll, onRows }: Staging): Promise<void> {
  const copy = connection.query(copyFrom(copyIntoStaging));
  // An error before the end is told by `finished`; one after `destroy` is PostgreSQL's answer to it, and nobody waits any more.
  copy.on('error', () => {});
  const seen = new MaybeSeen(rows);
  let piece = '';
  let row = 0;
  try {
    for await (const { line, fields, problem } of readRows(file, format)) {
      if (row++ === 0) continue; // the header
      const contact = problem === null ? read(fields) : { reason: problem };
      const isKept = keepsAll || 'reason' in contact || seen.add(contact.email.toLowerCase());
      piece += copyLine(line, contact, isKept ? fields : null);
      if (piece.length < pieceCharacters) continue;
      onRows(row);
      if (!copy.write(piece)) await once(copy, 'drain');
      piece = '';
    }
    copy.end(piece);
    await finished(copy);
  } catch (error) {
    copy.destroy();
    throw error;
  }
  if (row - 1 !== rows) throw new Error(`The file has ${row - 1} rows, but ${rows} were counted.`);
}

/** One line of COPY's text format. */
function copyLine(line: number, contact: ReadContact, fields: readonly string[] | null): string {
  const row = fields === null ? none : copyValue(JSON.stringify(fields));
  if ('reason' in contact) return `${line}${`\t${none}`.repeat(10)}\t${copyValue(contact.reason)}\t${row}\t${none}\n`;
  const { email, firstName, lastName, phone, language, country, timeZone, externalId, status, attributes, notes } =
    contact;
  const texts = [email, firstName, lastName, phone, language, country, timeZone, externalId].map(copyValue).join('\t');
  const told = notes.length === 0 ? none : copyValue(JSON.stringify(notes));
  return `${line}\t${texts}\t${status ?? none}\t${copyValue(JSON.stringify(attributes))}\t${none}\t${row}\t${told}\n`;
}

const none = '\\N';
const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyValue(value: string | null): string {
  return value === null ? none : value.replace(special, (character) => escapes[character] ?? character);
}
