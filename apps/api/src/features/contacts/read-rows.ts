import type { Readable } from 'node:stream';
import { z } from 'zod';
import { assertHeaderFits, type CsvFormat, fieldsOf, type FileRow, readCsv, rowOf } from './read-csv.ts';

/** How the rows of an import are to be read; those of a sheet were taken out of its workbook before. */
export interface FileFormat extends CsvFormat {
  readonly sheet: string | null;
}

/** The rows of a file, or of a sheet; the first is the header. */
export function readRows(file: Readable, format: FileFormat): AsyncGenerator<FileRow> {
  return format.sheet === null ? readCsv(file, format) : readSheetRows(file);
}

/** As the process that reads workbooks writes them: the number of the row, its width, its cells. */
const written = z.tuple([z.int(), z.int(), z.array(z.string())]);

async function* readSheetRows(file: Readable): AsyncGenerator<FileRow> {
  let header: number | null = null;
  for await (const text of linesOf(file)) {
    const [line, width, cells] = written.parse(JSON.parse(text));
    if (header === null) {
      assertHeaderFits(cells, line, width);
      header = width;
    }
    yield fitted(cells, { line, width, header });
  }
}

/** A sheet has no end of a row: cells that are missing are empty. */
function fitted(cells: string[], { line, width, header }: { line: number; width: number; header: number }): FileRow {
  if (width > header)
    return { line, fields: cells, problem: `It has ${fieldsOf(width)}, but the header has ${header}.` };
  while (cells.length < header) cells.push('');
  return rowOf(cells, line, header);
}

/** Not node:readline, which takes U+2028 in a cell for the end of a line. */
async function* linesOf(file: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of file) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
