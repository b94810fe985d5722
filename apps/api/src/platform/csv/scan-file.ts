import type { Readable } from 'node:stream';
import {
  type ColumnFacts,
  ColumnSurvey,
  factsToKeep,
  guessMapping,
  type ImportFileNotes,
  importLimits,
  type ImportTarget,
} from '@engagex/domain/contacts';
import { invalid } from '@engagex/domain/shared';
import { detectDelimiter } from './detect-delimiter.ts';
import { assertNoStranger, encodingByHead, malformed, recognizeEncoding, textOfHead } from './file-encoding.ts';
import { columnOfAddresses, findHeader } from './find-header.ts';
import { type CsvFormat, type FileRow, readCsv } from './read-csv.ts';
import { filledWidth } from './read-rows.ts';
import { RoundedNumbers } from './rounded-numbers.ts';

const sampleRows = 10;
const headBytes = 64 * 1024;
const toldLines = 10;
/** Rows held, blank ones too, until the header is found among them. */
const mostHeld = 1_000;
/** So much of the first rows is shown when a header is chosen. */
const shownCells = 12;
const shownCharacters = 80;

/** What is said about a list; the rest is found out. */
export interface SaidOfList {
  readonly headerLine?: number | null | undefined;
  readonly includeHidden?: boolean | undefined;
  /** In a sheet, blank rows are not written: they are gaps between the numbers of the others. */
  readonly isSheet?: boolean;
}

export interface ScannedRows {
  readonly headerLine: number | null;
  readonly includeHidden: boolean;
  readonly columns: string[];
  readonly sample: string[][];
  readonly rows: number;
  readonly mapping: ImportTarget[];
  readonly facts: ColumnFacts[];
  readonly fileNotes: ImportFileNotes;
}

export type ScannedFile = CsvFormat & ScannedRows;

type Open = () => Promise<Readable>;

/**
 * Reads a whole file once, to refuse what is no list before anything is imported; `open` starts reading from the beginning.
 * What is not said about its format is found out.
 */
export async function scanFile(open: Open, said: Partial<CsvFormat> & SaidOfList = {}): Promise<ScannedFile> {
  const head = await headOf(await open());
  assertNoStranger(head);
  const known = said.encoding ?? encodingByHead(head);
  const { encoding, choices } = known ? { encoding: known, choices: null } : await recognizeEncoding(open);
  const delimiter = said.delimiter ?? detectDelimiter(textOfHead(head, encoding));
  const scanned = await scanRows(readCsv(await open(), { encoding, delimiter }), said);
  return { encoding, delimiter, ...scanned, fileNotes: { ...scanned.fileNotes, encodings: choices } };
}

/** Counts the rows, detects the columns and notices what should be told; throws for a file that is no list. */
export async function scanRows(file: AsyncIterable<FileRow[]>, said: SaidOfList = {}): Promise<ScannedRows> {
  const scan = new Scan(said);
  for await (const rows of file) for (const row of rows) scan.add(row);
  return scan.result();
}

class Scan {
  readonly #said: SaidOfList;
  /** The first rows, until it is known which of them is the header. */
  #top: FileRow[] | null = [];
  #firstRows: ImportFileNotes['firstRows'] = [];
  #headerLine: number | null = null;
  #header: string[] = [];
  #filled = 0;
  #above = 0;
  #last = 0;
  #rows = 0;
  #blank = 0;
  /** Up to the last column in which anything stands, in any row. */
  #width = 0;
  readonly #hidden = new Told();
  readonly #damaged = new Told();
  readonly #rounded = new RoundedNumbers();
  readonly #surveys: ColumnSurvey[] = [];
  readonly #people: string[][] = [];

  constructor(said: SaidOfList) {
    this.#said = said;
  }

  add(row: FileRow): void {
    if (!this.#top) return this.#count(row);
    if (row.kind !== 'blank') this.#filled += 1;
    if (this.#filled === 0) return; // blank lines at the beginning are above any header
    this.#top.push(row);
    if (this.#filled >= importLimits.headerRows || this.#top.length >= mostHeld) this.#decide(this.#top);
  }

  result(): ScannedRows {
    if (this.#top) this.#decide(this.#top);
    if (this.#rows === 0) throw malformed(this.#headerLine, 'The file has a header but no rows below it.');
    const columns = this.#columns();
    const facts = columns.map((column, at) => (this.#surveys[at] ?? new ColumnSurvey()).facts(column));
    const mapping = this.#mapping(columns, facts);
    const sample = this.#people.slice(0, sampleRows).map((row) => columns.map((_, at) => row[at] ?? ''));
    return {
      headerLine: this.#headerLine,
      includeHidden: this.#said.includeHidden ?? false,
      columns,
      sample,
      rows: this.#rows + this.#blank,
      mapping,
      facts: factsToKeep(facts, mapping),
      fileNotes: {
        firstRows: this.#firstRows,
        above: this.#above,
        hidden: { count: this.#hidden.count, lines: this.#hidden.lines },
        blank: this.#blank,
        emptyColumns: Math.max(0, this.#header.length - columns.length),
        rounded: this.#rounded.told(columns),
        damaged: this.#damaged.count > 0 ? { count: this.#damaged.count, lines: this.#damaged.lines } : null,
        encodings: null,
      },
    };
  }

  #decide(top: readonly FileRow[]): void {
    const filled = top.filter(({ kind }) => kind !== 'blank');
    if (filled.length === 0) throw malformed(null, 'The file is empty.');
    this.#firstRows = filled.map(({ line, fields }) => ({
      line,
      cells: fields.slice(0, shownCells).map((field) => field.slice(0, shownCharacters)),
    }));
    this.#headerLine = this.#said.headerLine === undefined ? findHeader(filled) : this.#said.headerLine;
    const header = filled.find(({ line }) => line === this.#headerLine);
    if (this.#headerLine !== null && !header) throw notAmongFirst();
    if (header) this.#take(header);
    else this.#width = Math.max(...filled.map(widthOf));
    assertFits(this.#width, header?.line ?? null);
    this.#last = this.#headerLine ?? (filled[0]?.line ?? 1) - 1;
    this.#top = null;
    const above = this.#last;
    for (const row of top) {
      if (row.line > above) this.#count(row);
      else if (row.kind !== 'blank' && row !== header) this.#above += 1;
    }
  }

  #take(header: FileRow): void {
    if (header.problem)
      throw malformed(header.line, `Line ${header.line} should contain the column names. ${header.problem}`);
    this.#header = header.fields.map((field) => field.trim());
    this.#width = widthOf(header);
  }

  #count(row: FileRow): void {
    const { line, fields, kind, problem } = row;
    if (kind === 'blank') {
      this.#blank += 1;
      return;
    }
    this.#rows += 1;
    if (this.#said.isSheet) this.#blank += line - this.#last - 1;
    this.#last = line;
    if (this.#rows > importLimits.rows)
      throw malformed(line, `The file has more than ${importLimits.rows.toLocaleString('en')} rows. Split it.`);
    if (kind === 'hidden') this.#hidden.add(line);
    if (problem !== null || (kind === 'hidden' && !this.#said.includeHidden)) return;
    if (this.#header.length > this.#width) this.#widen(fields);
    if (this.#people.length < sampleRows * 2) this.#people.push(fields);
    this.#rounded.add(fields, line);
    for (let at = 0; at < fields.length; at += 1) (this.#surveys[at] ??= new ColumnSurvey()).add(fields[at] ?? '');
    if (fields.some((field) => field.includes('\uFFFD'))) this.#damaged.add(line);
  }

  /** Columns without a name count when anything is in them. */
  #widen(fields: readonly string[]): void {
    const filled = Math.min(filledWidth(fields), this.#header.length);
    if (filled > this.#width) this.#width = filled;
  }

  #columns(): string[] {
    return Array.from({ length: this.#width }, (_, at) => this.#header[at] || `Column ${at + 1}`);
  }

  #mapping(columns: readonly string[], facts: readonly ColumnFacts[]): ImportTarget[] {
    const guessed = guessMapping(columns, facts).map((target, at) => (this.#isNothing(at) ? 'ignore' : target));
    if (guessed.includes('email')) return guessed;
    const addresses = columnOfAddresses(this.#people, columns.length);
    return addresses === -1 ? guessed : guessed.map((target, at) => (at === addresses ? 'email' : target));
  }

  /** Neither a name nor, in the first rows, a value. */
  #isNothing(at: number): boolean {
    return !this.#header[at] && this.#people.every((row) => (row[at] ?? '').trim() === '');
  }
}

/** How often something was noticed, and where first. */
class Told {
  count = 0;
  readonly lines: number[] = [];

  add(line: number): void {
    this.count += 1;
    if (this.lines.length < toldLines) this.lines.push(line);
  }
}

function widthOf({ fields, width }: FileRow): number {
  return width > fields.length ? width : filledWidth(fields);
}

function assertFits(width: number, line: number | null): void {
  if (width <= importLimits.columns) return;
  throw malformed(
    line,
    `The file has ${width.toLocaleString('en')} columns; at most ${importLimits.columns} can be imported.`,
  );
}

function notAmongFirst() {
  const message = `Choose one of the first ${importLimits.headerRows} rows that are not empty as the header.`;
  return invalid('import.header-line', message, [{ path: ['headerLine'], message }]);
}

/** The first bytes of a file. */
export async function headOf(file: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of file) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    length += chunk.length;
    if (length > headBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
}
