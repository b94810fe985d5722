import type { Readable } from 'node:stream';
import { z } from 'zod';
import { type CsvFormat, type FileRow, problemWith, readCsv } from './read-csv.ts';

/** How a file is to be read; the rows of a sheet were taken out of its workbook before. */
export interface FileFormat extends CsvFormat {
  readonly sheet: string | null;
}

/** Which of the rows are people. */
export interface ListFormat extends FileFormat {
  /** The line of the header; null when there is none. */
  readonly headerLine: number | null;
  readonly columns: readonly string[];
  readonly includeHidden: boolean;
}

const isHiddenAway = 'Hidden in the workbook, by a filter or by hand.';

/** The rows of a list below its header, as wide as that, some at a time. Those that are left out have a problem, or are blank. */
export async function* readRows(file: Readable, format: ListFormat): AsyncGenerator<FileRow[]> {
  const { headerLine, columns, includeHidden } = format;
  for await (const rows of readRaw(file, format)) {
    const below = headerLine === null ? rows : rows.filter(({ line }) => line > headerLine);
    yield below.map((row) => {
      const whole = fitted(row, columns.length);
      return whole.kind === 'hidden' && !includeHidden ? { ...whole, problem: isHiddenAway } : whole;
    });
  }
}

/** All rows of a file or sheet as they stand there. */
export function readRaw(file: Readable, format: FileFormat): AsyncGenerator<FileRow[]> {
  return format.sheet === null ? readCsv(file, format) : readSheetRows(file);
}

/** Cells that are missing at the end are empty, as Excel leaves them out; cells beyond the header may have shifted the others. */
function fitted(row: FileRow, width: number): FileRow {
  const { fields } = row;
  while (fields.length < width) fields.push('');
  if (row.width <= width || row.problem !== null || row.kind === 'blank') return row;
  const filled = row.width > fields.length ? row.width : filledWidth(fields);
  if (filled > width) return { ...row, problem: `It has ${columnsOf(filled)}, but the header has ${width}.` };
  fields.length = width;
  return row;
}

/** Up to its last cell in which anything stands. */
export function filledWidth(fields: readonly string[]): number {
  return fields.findLastIndex((field) => field.trim() !== '') + 1;
}

function columnsOf(count: number): string {
  return count === 1 ? '1 column' : `${count} columns`;
}

/** As the process that reads workbooks writes them: the number of the row, its width, its cells, and 1 when it is hidden. */
const written = z.tuple([z.int(), z.int(), z.array(z.string())]).rest(z.literal(1));

async function* readSheetRows(file: Readable): AsyncGenerator<FileRow[]> {
  for await (const lines of linesOf(file)) yield lines.map(sheetRowOf);
}

function sheetRowOf(text: string): FileRow {
  const [line, width, fields, isHidden] = written.parse(JSON.parse(text));
  const shown = isHidden ? 'hidden' : 'shown';
  return {
    line,
    width,
    fields,
    problem: problemWith(fields),
    kind: width > fields.length || filledWidth(fields) > 0 ? shown : 'blank',
  };
}

/** Not node:readline, which takes U+2028 in a cell for the end of a line. */
async function* linesOf(file: Readable): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of file) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
}
