import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';

export type Parts = Readonly<Record<string, string | Buffer>>;

const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A zip archive of these files. */
export function zipped(parts: Parts): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(Readable.from(zip.outputStream));
}

export interface TestWorkbook {
  /** What is inside `<sheetData>`, by the names of the sheets. */
  readonly sheets: Readonly<Record<string, string>>;
  /** What is inside `<sst>`. */
  readonly strings?: string;
  /** Format codes; a cell with s="1" has the first. */
  readonly formats?: readonly string[];
  readonly workbookPr?: string;
  readonly hidden?: readonly string[];
  readonly more?: Parts;
}

/** The parts of an .xlsx as Excel names them. */
export function workbookParts({ sheets, strings, formats, workbookPr = '', hidden = [], more }: TestWorkbook): Parts {
  const names = Object.keys(sheets);
  const numFmts = (formats ?? []).map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${code}"/>`).join('');
  const xfs = (formats ?? []).map((_, at) => `<xf numFmtId="${200 + at}"/>`).join('');
  return {
    '_rels/.rels': `<Relationships><Relationship Id="a" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="${relation}">${workbookPr}<sheets>${names
      .map(
        (name, at) =>
          `<sheet name="${name}" sheetId="${at + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="s${at}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map(
        (_, at) =>
          `<Relationship Id="s${at}" Type="${relation}/worksheet" Target="/xl/worksheets/sheet${at + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="x" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...(formats
      ? {
          'xl/styles.xml': `<styleSheet><numFmts>${numFmts}</numFmts><cellXfs><xf numFmtId="0"/>${xfs}</cellXfs></styleSheet>`,
        }
      : {}),
    ...Object.fromEntries(
      names.map((name, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<?xml version="1.0"?><worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
    ...more,
  };
}

export function buildWorkbook(workbook: TestWorkbook): Promise<Buffer> {
  return zipped(workbookParts(workbook));
}

/** Rows of text as cells. */
export function rowsXml(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => `<row>${row.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`)
    .join('');
}

/** One entry as a hand-made archive lists it; what it says of itself may be a lie. */
export interface RawEntry {
  readonly name: string;
  readonly content: Buffer;
  readonly saidSize?: number;
  readonly saidCrc?: number;
  readonly flags?: number;
  readonly method?: number;
}

/** A zip archive put together byte by byte, as no program would. */
export function rawZip(entries: readonly RawEntry[], options: { readonly saidCount?: number } = {}): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, saidSize = content.length, saidCrc = crc32(content), flags = 0, method = 8 } of entries) {
    const packed = method === 0 ? content : deflateRawSync(content);
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    [20, flags, method, 0, 0].forEach((value, at) => common.writeUInt16LE(value, at * 2));
    [saidCrc, packed.length, saidSize].forEach((value, at) => common.writeUInt32LE(value, 10 + at * 4));
    common.writeUInt16LE(label.length, 22);
    files.push(Buffer.from('PK\u0003\u0004'), common, label, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, label);
    offset += 30 + label.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  const count = options.saidCount ?? entries.length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, listed, Buffer.from('PK\u0005\u0006'), end]);
}
