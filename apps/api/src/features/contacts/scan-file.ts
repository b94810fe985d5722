import type { Readable } from 'node:stream';
import {
  type ColumnFacts,
  ColumnSurvey,
  factsToKeep,
  guessMapping,
  importLimits,
  type ImportTarget,
} from '@engagex/domain/contacts';
import { detectDelimiter } from './detect-delimiter.ts';
import { assertNoStranger, encodingByHead, malformed, NotInEncoding, textOfHead } from './file-encoding.ts';
import { type CsvFormat, type FileRow, readCsv } from './read-csv.ts';

const sampleRows = 10;
const headBytes = 64 * 1024;

export interface ScannedRows {
  readonly columns: string[];
  readonly sample: string[][];
  readonly rows: number;
  readonly mapping: ImportTarget[];
  readonly facts: ColumnFacts[];
}

export type ScannedFile = CsvFormat & ScannedRows;

type Open = () => Promise<Readable>;

/**
 * Reads a whole file once, to refuse it before anything is imported; `open` starts reading from the beginning. What is not
 * said about its format is found out.
 */
export async function scanFile(open: Open, said: Partial<CsvFormat> = {}): Promise<ScannedFile> {
  const head = await headOf(await open());
  assertNoStranger(head);
  const encoding = said.encoding ?? encodingByHead(head);
  const readAs = (known: CsvFormat['encoding']) =>
    scanAs(open, {
      encoding: known,
      delimiter: said.delimiter ?? detectDelimiter(textOfHead(head, known)),
    });
  if (encoding) return readAs(encoding);
  try {
    return await readAs('utf-8');
  } catch (error) {
    // Text that is not UTF-8 and has no mark is nearly always what Excel saves in western Europe.
    if (error instanceof NotInEncoding) return readAs('windows-1252');
    throw error;
  }
}

async function scanAs(open: Open, format: CsvFormat): Promise<ScannedFile> {
  return { ...format, ...(await scanRows(readCsv(await open(), format))) };
}

/** Counts the rows and learns the columns; throws for a file that is no list. */
export async function scanRows(file: AsyncIterable<FileRow>): Promise<ScannedRows> {
  let columns: string[] | null = null;
  const sample: string[][] = [];
  const surveys: ColumnSurvey[] = [];
  let rows = 0;
  for await (const { line, fields, problem } of file) {
    if (!columns) {
      columns = headerOf(fields, line);
      continue;
    }
    rows += 1;
    if (rows > importLimits.rows)
      throw malformed(line, `The file has more than ${importLimits.rows.toLocaleString('en')} rows. Split it.`);
    if (problem === null) fields.forEach((cell, column) => (surveys[column] ??= new ColumnSurvey()).add(cell));
    if (sample.length < sampleRows && problem === null) sample.push(fields);
  }
  if (!columns) throw malformed(null, 'The file is empty.');
  if (rows === 0) throw malformed(1, 'The file has a header but no rows below it.');
  const facts = columns.map((column, index) => (surveys[index] ?? new ColumnSurvey()).facts(column));
  const mapping = guessMapping(columns, facts);
  return { columns, sample, rows, mapping, facts: factsToKeep(facts, mapping) };
}

function headerOf(fields: readonly string[], line: number): string[] {
  const columns = fields.map((field) => field.trim());
  if (columns.every((column) => column === ''))
    throw malformed(line, `Line ${line} should name the columns, but it is blank.`);
  return columns.map((column, index) => column || `Column ${index + 1}`);
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
