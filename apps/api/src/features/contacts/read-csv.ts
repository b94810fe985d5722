import { parse } from 'csv-parse';
import { pipeline } from 'node:stream';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { importLimits } from '@engagex/domain/contacts';
import { DomainError } from '@engagex/domain/shared';

const delimiters = [',', ';', '\t', '|'] as const;

export interface CsvRow {
  /** Line in the file where the row begins, counted from 1 with the header. */
  readonly line: number;
  readonly fields: string[];
}

/**
 * Reads a CSV file (RFC 4180, UTF-8) row by row without holding it in memory; the first row is the header. Throws
 * `import.malformed` naming the line as soon as something is wrong.
 */
export async function* readCsv(file: Readable, delimiter: string): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true, // told apart below, with both counts
    skip_empty_lines: true,
    max_record_size: importLimits.columns * importLimits.fieldCharacters,
  });
  pipeline(file, new CheckedUtf8(), parser, () => {}); // an error anywhere reaches the loop below
  let width: number | null = null;
  let end = 0;
  try {
    for await (const entry of parser) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- csv-parse types its records as any; `info` gives this shape
      const { record, info } = entry as { record: string[]; info: { lines: number } };
      const line = end + 1;
      end = info.lines;
      width ??= record.length;
      if (record.length !== width)
        throw malformed(line, `Line ${line} has ${fieldsOf(record.length)}, but the header has ${width}.`);
      assertFieldsFit(record, line);
      yield { line, fields: record };
    }
  } catch (error) {
    throw translated(error);
  } finally {
    file.destroy();
  }
}

/** Which character separates the columns: the one the header has most of, outside quotes. */
export function detectDelimiter(firstLine: string): string {
  const unquoted = firstLine.replaceAll(/"[^"]*"/g, '');
  const counted = delimiters.map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

export function malformed(line: number | null, message: string): DomainError {
  return new DomainError('invalid', 'import.malformed', message, {
    errors: [{ path: ['file'], message, ...(line ? { line } : {}) }],
  });
}

function fieldsOf(count: number): string {
  return count === 1 ? '1 column' : `${count} columns`;
}

function assertFieldsFit(record: readonly string[], line: number): void {
  if (record.length > importLimits.columns) {
    throw malformed(
      line,
      `The file has ${record.length.toLocaleString('en')} columns; at most ${importLimits.columns} can be imported.`,
    );
  }
  const long = record.findIndex((field) => field.length > importLimits.fieldCharacters);
  if (long !== -1) {
    throw malformed(
      line,
      `Line ${line}, column ${long + 1} is longer than ${importLimits.fieldCharacters.toLocaleString('en')} characters.`,
    );
  }
}

/** csv-parse's own refusals, in words that say where to look. */
function translated(error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error) || !('code' in error)) return error;
  const lines = 'lines' in error && typeof error.lines === 'number' ? error.lines : null;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED': {
      const opened = Number(/opening quote(?:.*?)line (\d+)/.exec(error.message)?.[1] ?? lines ?? 0) || lines;
      return malformed(opened, `A quote that opens before the end of line ${opened} is never closed.`);
    }
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

/** Lets UTF-8 text through and stops at the first byte that is not, naming its line. */
class CheckedUtf8 extends Transform {
  readonly #strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #line = 1;
  #isFirst = true;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const problem = this.#problemWith(chunk);
    if (problem) return done(problem);
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.#line += 1;
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#strict.decode();
      done();
    } catch {
      done(notUtf8(this.#line));
    }
  }

  #problemWith(chunk: Buffer): Error | null {
    if (
      this.#isFirst &&
      chunk.length >= 2 &&
      ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))
    ) {
      return malformed(1, 'The file is in UTF-16. Save it as "CSV UTF-8" and upload it again.');
    }
    this.#isFirst = false;
    const nul = chunk.indexOf(0);
    if (nul !== -1) {
      const line = this.#line + linesIn(chunk.subarray(0, nul));
      return malformed(line, `Line ${line} contains a NUL byte, so this is not a text file. Export it again as CSV.`);
    }
    try {
      this.#strict.decode(chunk, { stream: true });
      return null;
    } catch {
      const readable = new TextDecoder('utf-8').decode(chunk);
      return notUtf8(this.#line + readable.slice(0, Math.max(0, readable.indexOf('\uFFFD'))).split('\n').length - 1);
    }
  }
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (const byte of bytes) if (byte === 10) lines += 1;
  return lines;
}

function notUtf8(line: number): DomainError {
  return malformed(line, `Line ${line} is not UTF-8 text. Save the file as "CSV UTF-8" and upload it again.`);
}
