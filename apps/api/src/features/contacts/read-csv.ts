import { parse } from 'csv-parse';
import { pipeline, type Readable } from 'node:stream';
import { type ImportEncoding, importLimits } from '@engagex/domain/contacts';
import { DomainError } from '@engagex/domain/shared';
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

/**
 * Reads a CSV file (RFC 4180) row by row without holding it in memory; the first row is the header. Throws
 * `import.malformed` naming the line when what follows could be read wrongly.
 */
export async function* readCsv(file: Readable, { encoding, delimiter }: CsvFormat): AsyncGenerator<FileRow> {
  const parser = parse({
    delimiter,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'], // not detected from the first line: files joined by hand have several
    relax_column_count: true, // told apart below, with both counts
    skip_empty_lines: true,
    max_record_size: importLimits.columns * importLimits.fieldCharacters,
  });
  pipeline(file, decoderOf(encoding), parser, () => {}); // an error anywhere reaches the loop below
  let width: number | null = null;
  let end = 0;
  let surplus = 0;
  try {
    for await (const entry of parser) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- csv-parse types its records as any; `info` gives this shape
      const { record, info } = entry as { record: string[]; info: { lines: number } };
      const breaks = info.lines - end === 1 ? none : breaksIn(record);
      end = info.lines;
      const line = end - breaks.counted - surplus;
      surplus += breaks.twice;
      if (width === null) {
        if (record[0] === 'sep=' || record[0] === `sep=${delimiter}`) continue; // Excel's own note on the delimiter
        assertHeaderFits(record, line);
        width = record.length;
      }
      yield rowOf(record, line, width);
    }
  } catch (error) {
    throw translated(error, surplus);
  } finally {
    file.destroy();
  }
}

const none = { counted: 0, twice: 0 };

/** The lines a record has beyond its first, as csv-parse counts them: the two characters of a quoted CR LF each make one. */
function breaksIn(record: readonly string[]) {
  const count = (pattern: RegExp) => record.reduce((sum, field) => sum + (field.match(pattern)?.length ?? 0), 0);
  return { counted: count(/[\r\n]/g), twice: count(/\r\n/g) };
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
function translated(error: unknown, surplus: number): unknown {
  if (error instanceof DomainError || !(error instanceof Error) || !('code' in error)) return error;
  const lines = 'lines' in error && typeof error.lines === 'number' ? error.lines - surplus : null;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return malformed(lines, `A quote that opens before the end of line ${lines} is never closed.`);
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return malformed(lines, `Line ${lines} has a quote in the wrong place. Write a quote inside a field twice ("").`);
    case 'CSV_MAX_RECORD_SIZE':
      return malformed(
        lines,
        `The row at line ${lines} is too long: a quote may not be closed, or there are too many columns.`,
      );
    default:
      return malformed(lines, `Line ${lines} cannot be read as CSV.`);
  }
}
