import { pipeline, type Readable } from 'node:stream';
import { type ImportEncoding, importLimits } from '@engagex/domain/contacts';
import type { DomainError } from '@engagex/domain/shared';
import { type CsvRecord, endOfRecords, lineBreaksIn, longestRecord, recordsOf, Unreadable } from './csv-records.ts';
import { decoderOf, malformed } from './file-encoding.ts';

/** How a file is to be read. */
export interface CsvFormat {
  readonly encoding: ImportEncoding;
  readonly delimiter: string;
}

export interface FileRow {
  /** Line in the file where the row begins, counted from 1 with the header. */
  readonly line: number;
  readonly fields: string[];
  /** Why these fields cannot be told apart or kept; nothing else is wrong with the file. */
  readonly problem: string | null;
}

/** The rows of `readPieces`, one by one. */
export async function* readCsv(file: Readable, format: CsvFormat): AsyncGenerator<FileRow> {
  for await (const rows of readPieces(file, format)) yield* rows;
}

/**
 * Reads a CSV file (RFC 4180) without holding it in memory, some rows at a time; the first row is the header. Throws
 * `import.malformed` naming the line when what follows could be read wrongly.
 */
export async function* readPieces(file: Readable, { encoding, delimiter }: CsvFormat): AsyncGenerator<FileRow[]> {
  const text = decoderOf(encoding).setEncoding('utf8');
  pipeline(file, text, () => {}); // an error anywhere reaches the loop below
  const toRows = rowReader(delimiter);
  let rest = '';
  try {
    for await (const piece of text as AsyncIterable<string>) {
      // as setEncoding has it
      rest += piece;
      const end = endOfRecords(rest);
      if (end > 0) yield toRows(rest.slice(0, end));
      rest = rest.slice(end);
      if (rest.length > longestRecord) break; // toRows says what is wrong with it
    }
    if (rest !== '') yield toRows(rest);
  } finally {
    file.destroy();
  }
}

/** Makes rows of texts that follow each other. */
function rowReader(delimiter: string): (text: string) => FileRow[] {
  let width: number | null = null;
  let before = 0;
  return (text) => {
    const rows: FileRow[] = [];
    for (const { line: at, fields } of recordsAt(before, text, delimiter)) {
      const line = before + at + 1;
      if (width === null) {
        if (fields[0] === 'sep=' || fields[0] === `sep=${delimiter}`) continue; // Excel's own note on the delimiter
        assertHeaderFits(fields, line);
        width = fields.length;
      }
      rows.push(rowOf(fields, line, width));
    }
    before += lineBreaksIn(text);
    return rows;
  };
}

function recordsAt(before: number, text: string, delimiter: string): CsvRecord[] {
  try {
    const records = recordsOf(text, delimiter);
    if (records.length === 1 && text.length > longestRecord) throw new Unreadable('CSV_MAX_RECORD_SIZE', 0);
    return records;
  } catch (error) {
    throw error instanceof Unreadable ? translated(error, before) : error;
  }
}

/** Empty cells beyond the header are no mistake; cells that are missing might have shifted the others. */
export function rowOf(record: string[], line: number, width: number): FileRow {
  const long = record.findIndex((field) => field.length > importLimits.fieldCharacters);
  if (long !== -1) {
    const most = importLimits.fieldCharacters.toLocaleString('en');
    const fields = record.map((field) => field.slice(0, 100));
    return { line, fields, problem: `Column ${long + 1} is longer than ${most} characters.` };
  }
  if (record.length === width) return { line, fields: record, problem: null };
  if (record.length > width && record.slice(width).every((field) => field === ''))
    return { line, fields: record.slice(0, width), problem: null };
  return { line, fields: record, problem: `It has ${fieldsOf(record.length)}, but the header has ${width}.` };
}

export function fieldsOf(count: number): string {
  return count === 1 ? '1 column' : `${count} columns`;
}

/** `width` is that of the whole line, of which `record` may be a part. */
export function assertHeaderFits(record: readonly string[], line: number, width = record.length): void {
  if (width > importLimits.columns) {
    throw malformed(
      line,
      `The file has ${width.toLocaleString('en')} columns; at most ${importLimits.columns} can be imported.`,
    );
  }
  const long = record.findIndex((field) => field.length > importLimits.fieldCharacters);
  if (long !== -1) {
    const most = importLimits.fieldCharacters.toLocaleString('en');
    throw malformed(line, `Line ${line}, column ${long + 1} is longer than ${most} characters.`);
  }
}

/** csv-parse's own refusals, in words that say where to look. */
function translated({ code, line }: Unreadable, before: number): DomainError {
  const at = before + line + 1;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return malformed(at, `A quote that opens before the end of line ${at} is never closed.`);
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return malformed(at, `Line ${at} has a quote in the wrong place. Write a quote inside a field twice ("").`);
    case 'CSV_MAX_RECORD_SIZE':
      return malformed(
        at,
        `The row at line ${at} is too long: a quote may not be closed, or there are too many columns.`,
      );
    default:
      return malformed(at, `Line ${at} cannot be read as CSV.`);
  }
}
