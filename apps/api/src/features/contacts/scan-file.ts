import type { Readable } from 'node:stream';
import { importLimits } from '@engagex/domain/contacts';
import { malformed } from './malformed-file.ts';
import { readCsv } from './read-csv.ts';
import { readText } from './read-text.ts';

const delimiters = [',', ';', '\t', '|'] as const;
const headCharacters = 64 * 1024;
const sampleRows = 10;
const sampleCharacters = 200;

export interface ScannedFile {
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** The first rows, for a person to recognise the columns by; long cells are cut. */
  readonly sample: readonly (readonly string[])[];
  /** How many rows there are below the header. */
  readonly rows: number;
}

/** Reads a whole file once, so that a malformed one is refused before anything is imported. `open` begins at its start. */
export async function scanFile(open: () => Promise<Readable>): Promise<ScannedFile> {
  const delimiter = detectDelimiter(await headOf(await open()));
  let columns: readonly string[] | null = null;
  const sample: string[][] = [];
  let rows = 0;
  for await (const batch of readCsv(readText(await open()), delimiter)) {
    for (const { line, fields } of batch) {
      if (!columns) {
        columns = columnsOf(fields, line);
        continue;
      }
      rows += 1;
      if (rows > importLimits.rows) throw tooManyRows(line);
      if (sample.length < sampleRows) sample.push(fields.map((field) => field.slice(0, sampleCharacters).toWellFormed()));
    }
  }
  if (!columns) throw malformed(null, 'The file is empty. It should begin with a line that names the columns.');
  if (rows === 0) throw malformed(1, 'The file has a header but no rows below it.');
  return { delimiter, columns, sample, rows };
}

/** Which character separates the columns: the one the header has most of, outside quotes. */
export function detectDelimiter(head: string): string {
  const lines = head.replaceAll(/"[^"]*"/g, 'quoted').split(/[\r\n]+/);
  const header = lines.find((line) => line.trim() !== '') ?? '';
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

async function headOf(file: Readable): Promise<string> {
  let head = '';
  for await (const text of readText(file)) {
    head = (head + text).trimStart();
    if (head.includes('\n') || head.includes('\r') || head.length > headCharacters) break;
  }
  return head.slice(0, headCharacters);
}

function columnsOf(header: readonly string[], line: number): string[] {
  const columns = header.map((name) => name.trim());
  if (columns.every((name) => name === '')) {
    throw malformed(line, `Line ${line} should name the columns, but every name is empty.`);
  }
  const long = columns.findIndex((name) => name.length > importLimits.headerCharacters);
  if (long !== -1) {
    throw malformed(
      line,
      `The name of column ${long + 1} is longer than ${importLimits.headerCharacters} characters. Is the header missing?`,
    );
  }
  return columns.map((name, index) => name || `Column ${index + 1}`);
}

function tooManyRows(line: number) {
  const allowed = importLimits.rows.toLocaleString('en');
  return malformed(line, `The file has more than ${allowed} rows. Split it and upload the parts.`);
}
