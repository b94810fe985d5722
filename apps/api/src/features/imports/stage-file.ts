import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyIntoStaging } from './import-data.queries.ts';
import { MaybeSeen } from './maybe-seen.ts';
import type { ReadContact } from './read-contact.ts';
import type { FileRow } from '../../platform/csv/read-csv.ts';
import { type ListFormat, readRows } from '../../platform/csv/read-rows.ts';

/** COPY lines are sent in pieces of this many characters. */
const pieceCharacters = 64 * 1024;

export interface Staging {
  readonly connection: PoolClient;
  readonly file: Readable;
  readonly format: ListFormat;
  /** How many rows that are not blank the file has below its header. */
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
    for await (const part of readRows(file, format)) {
      for (const { line, fields, problem, kind } of part) {
        if (kind === 'blank') continue;
        row += 1;
        const contact = problem === null ? read(fields) : { reason: problem };
        const isKept = keepsAll || 'reason' in contact || seen.add(contact.email.toLowerCase());
        piece += copyLine(line, contact, { fields: isKept ? fields : null, kind });
      }
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
  if (row !== rows) throw new Error(`The file has ${row} rows, but ${rows} were counted.`);
}

/** The cells of a row, when they may be needed to say why it is left out. */
interface AsWritten {
  readonly fields: readonly string[] | null;
  readonly kind: FileRow['kind'];
}

/** One line of COPY's text format. */
function copyLine(line: number, contact: ReadContact, { fields, kind }: AsWritten): string {
  const row = fields === null ? none : copyValue(JSON.stringify(fields));
  if ('reason' in contact) {
    const leftOut = kind === 'hidden' ? kind : 'invalid';
    return `${line}${`\t${none}`.repeat(10)}\t${copyValue(contact.reason)}\t${row}\t${none}\t${leftOut}\n`;
  }
  const { email, firstName, lastName, phone, language, country, timeZone, externalId, status, attributes, notes } =
    contact;
  const texts = [email, firstName, lastName, phone, language, country, timeZone, externalId].map(copyValue).join('\t');
  const told = notes.length === 0 ? none : copyValue(JSON.stringify(notes));
  const meant = `${status ?? none}\t${copyValue(JSON.stringify(attributes))}`;
  return `${line}\t${texts}\t${meant}\t${none}\t${row}\t${told}\t${none}\n`;
}

const none = '\\N';
const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyValue(value: string | null): string {
  return value === null ? none : value.replace(special, (character) => escapes[character] ?? character);
}
