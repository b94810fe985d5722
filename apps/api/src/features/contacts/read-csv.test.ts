import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { importDelimiters, type ImportEncoding, importEncodings } from '@engagex/domain/contacts';
import { readCsv } from './read-csv.ts';
import { scanFile } from './scan-file.ts';
import { seed } from '../../testing/chance.ts';

/** In pieces of a few bytes, so that characters and line breaks are cut. */
const open =
  (bytes: Buffer, piece = 7) =>
  async () => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, at) =>
      bytes.subarray(at * piece, (at + 1) * piece),
    );
    return Readable.from(pieces, { objectMode: false });
  };

function bytesOf(text: string, encoding: ImportEncoding, mark: boolean): Buffer {
  if (encoding === 'utf-8') return Buffer.from((mark ? '\uFEFF' : '') + text);
  if (encoding === 'windows-1252') return Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
  const little = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

const scan = (bytes: Buffer | string) => scanFile(open(Buffer.from(bytes)));

async function rowsOf(bytes: Buffer, format: { encoding: ImportEncoding; delimiter: string }, piece?: number) {
  const rows: { line: number; fields: string[]; problem: string | null }[] = [];
  for await (const row of readCsv(await open(bytes, piece)(), format)) rows.push(row);
  return rows;
}

const header = ['email', 'Prénom', 'Größe'];
const person = ['zoe@mail.example', 'Zoé', '5 €'];

test.for(
  importEncodings.flatMap((encoding) =>
    importDelimiters.flatMap((delimiter) => [true, false].map((mark) => ({ encoding, delimiter, mark }))),
  ),
)('a file in $encoding with $delimiter, mark: $mark, is recognized and read', async ({ encoding, delimiter, mark }) => {
  const text = [header, person].map((row) => row.join(delimiter)).join('\r\n');
  const scanned = await scan(bytesOf(text, encoding, mark));
  expect(scanned).toMatchObject({ encoding, delimiter, columns: header, sample: [person], rows: 1 });
});

test('Excel may say the delimiter in a line of its own', async () => {
  const scanned = await scan('sep=;\r\nemail;note\r\na@b.example;one, two, three\r\n');
  expect(scanned).toMatchObject({ delimiter: ';', columns: ['email', 'note'], rows: 1 });
});

test('a delimiter in quotes is none, and rows decide when the header does not', async () => {
  expect(await scan('"a,b,c";email\nx;a@b.example\n')).toMatchObject({ delimiter: ';' });
  expect(await scan('email|a,b\nc@d.example|1\ne@f.example|2\n')).toMatchObject({ delimiter: '|' });
  expect(await scan('email\na@b.example\n')).toMatchObject({ delimiter: ',', columns: ['email'] });
});

test.for([
  ['.xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1], /old Excel file/],
  ['.pdf', [0x25, 0x50, 0x44, 0x46, 0x2d], /PDF/],
  ['.gz', [0x1f, 0x8b, 0x08], /compressed/],
  ['.png', [0x89, 0x50, 0x4e, 0x47], /picture/],
] as const)('%s is refused by its first bytes', async ([, bytes, words]) => {
  await expect(scan(Buffer.from([...bytes, 1, 2, 3]))).rejects.toThrow(words);
});

test('blank lines, line breaks in quotes and mixed line ends keep the numbers of the lines true', async () => {
  const text = 'email,note\r\n\r\n\na@b.example,"one\ntwo\r\nthree"\r\n\nc@d.example,x\n';
  const rows = await rowsOf(Buffer.from(text), { encoding: 'utf-8', delimiter: ',' });
  expect(rows.map(({ line, fields }) => [line, fields[0]])).toEqual([
    [1, 'email'],
    [4, 'a@b.example'],
    [8, 'c@d.example'],
  ]);
});

test('a row that does not fit is told by itself; empty cells beyond the header are no mistake', async () => {
  const text = `email,a\nx@y.example\nx@y.example,1,2\nx@y.example,1,,\nx@y.example,${'z'.repeat(10_001)}\n`;
  const rows = await rowsOf(Buffer.from(text), { encoding: 'utf-8', delimiter: ',' });
  expect(rows.slice(1).map(({ line, problem }) => [line, problem])).toEqual([
    [2, 'It has 1 column, but the header has 2.'],
    [3, 'It has 3 columns, but the header has 2.'],
    [4, null],
    [5, 'Column 2 is longer than 10,000 characters.'],
  ]);
});

test.for([
  ['a quote within a cell', 'x"y,2\nz,3\n', /Line 5 has a quote in the wrong place/],
  ['a letter after a quote', '"x"y,2\nz,3\n', /Line 5 has a quote in the wrong place/],
  ['a quote never closed', '"x,2\nz,3\n', /quote that opens before the end of line 6 is never closed/],
  ['more than a row can hold', `"${'x,\n'.repeat(700_000)}`, /The row at line \d+ is too long/],
] as const)('%s is named with its line, whatever was read before', async ([, broken, words]) => {
  const text = `a,b\r\n"1\r\n2",3\r\nplain,4\r\n${broken}`;
  for (const piece of [7, 64 * 1024])
    await expect(rowsOf(Buffer.from(text), { encoding: 'utf-8', delimiter: ',' }, piece)).rejects.toThrow(words);
});

test(`random files are read as they were written (seed ${seed})`, async () => {
  let state = seed;
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  const pieces = ['', 'x', 'é', '"', ',', ';', '\t', '|', '\n', '\r\n', '\r', ' ', 'ß', 'sep=', "'", '\\', '\u00a0'];
  for (let run = 0; run < 60; run += 1) {
    const encoding = importEncodings[random(4)] ?? 'utf-8';
    const delimiter = importDelimiters[random(4)] ?? ',';
    const end = ['\r\n', '\n', '\r'][random(3)] ?? '\n';
    const cell = () => (pieces[random(pieces.length)] ?? '') + (pieces[random(pieces.length)] ?? '');
    const rows = Array.from({ length: 1 + random(20) }, () => ['é', cell(), cell(), cell()]);
    const quoted = (text: string) =>
      /["\r\n]/.test(text) || text.includes(delimiter) || random(2) ? `"${text.replaceAll('"', '""')}"` : text;
    const text = rows.map((row) => row.map(quoted).join(delimiter)).join(end);
    const bytes = bytesOf(text, encoding, random(2) === 1);
    const read = await rowsOf(bytes, { encoding, delimiter }, 1 + random(100));
    expect(read.map(({ fields }) => fields)).toEqual(rows);
    let line = 1;
    for (const [index, { line: told }] of read.entries()) {
      expect(told).toBe(line);
      line += 1 + (rows[index]?.join('\0').match(/\r\n|\n|\r/g)?.length ?? 0);
    }
  }
});
