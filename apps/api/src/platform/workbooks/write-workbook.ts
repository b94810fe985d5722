import { PassThrough, pipeline, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { headOfSheet, packageParts, rowOf, tailOfSheet, type WrittenCell } from './sheet-xml.ts';

export interface WrittenSheet {
  readonly name: string;
  readonly columns: readonly string[];
  /** In portions, such as the pages they are read by. */
  readonly rows: AsyncIterable<readonly (readonly WrittenCell[])[]>;
}

/** An .xlsx with one sheet, whose header stays in sight. It is made as it is read and never held in memory. */
export function writeWorkbook(sheet: WrittenSheet): Readable {
  const zip = new ZipFile();
  const source = Readable.from(xmlOf(sheet), { objectMode: false });
  for (const [name, xml] of packageParts(sheet.name)) zip.addBuffer(Buffer.from(xml), name);
  zip.addReadStream(source, 'xl/worksheets/sheet1.xml');
  zip.end();
  const written = new PassThrough();
  source.on('error', (error) => written.destroy(error)); // yazl does not listen to it
  zip.on('error', (error: Error) => written.destroy(error));
  pipeline(zip.outputStream, written, () => source.destroy());
  return written;
}

async function* xmlOf({ columns, rows }: WrittenSheet): AsyncGenerator<string> {
  yield headOfSheet(columns);
  let line = 1;
  for await (const portion of rows) {
    let xml = '';
    for (const cells of portion) xml += rowOf((line += 1), cells);
    if (xml !== '') yield xml;
  }
  yield tailOfSheet;
}
