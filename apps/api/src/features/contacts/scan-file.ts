import type { Readable } from 'node:stream';
import { importLimits } from '@engagex/domain/contacts';
import { detectDelimiter, malformed, readCsv } from './read-csv.ts';

const sampleRows = 10;
const headBytes = 64 * 1024;

export interface ScannedFile {
  readonly delimiter: string;
  readonly columns: string[];
  readonly sample: string[][];
  readonly rows: number;
}

/** Reads a whole file once, to refuse it before anything is imported; `open` starts reading from the beginning. */
export async function scanFile(open: () => Promise<Readable>): Promise<ScannedFile> {
  const delimiter = detectDelimiter(await firstLineOf(await open()));
  let columns: string[] | null = null;
  const sample: string[][] = [];
  let rows = 0;
  for await (const { line, fields } of readCsv(await open(), delimiter)) {
    if (!columns) {
      columns = headerOf(fields, line);
      continue;
    }
    rows += 1;
    if (rows > importLimits.rows)
      throw malformed(line, `The file has more than ${importLimits.rows.toLocaleString('en')} rows. Split it.`);
    if (sample.length < sampleRows) sample.push(fields);
  }
  if (!columns) throw malformed(null, 'The file is empty.');
  if (rows === 0) throw malformed(1, 'The file has a header but no rows below it.');
  return { delimiter, columns, sample, rows };
}

function headerOf(fields: readonly string[], line: number): string[] {
  const columns = fields.map((field) => field.trim());
  if (columns.every((column) => column === ''))
    throw malformed(line, `Line ${line} should name the columns, but it is blank.`);
  return columns.map((column, index) => column || `Column ${index + 1}`);
}

async function firstLineOf(file: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of file) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    length += chunk.length;
    if (chunk.includes(10) || length > headBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8').split('\n', 1)[0] ?? '';
}
