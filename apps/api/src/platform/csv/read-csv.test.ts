import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { importDelimiters, type ImportEncoding } from '@engagex/domain/contacts';
import { csvLine } from '@engagex/domain/shared';
import { type FileRow, readCsv } from './read-csv.ts';
import { readRows } from './read-rows.ts';
import { scanFile } from './scan-file.ts';
import { chanceOf, seed } from '../../testing/chance.ts';

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

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
const utf8 = { encoding: 'utf-8', delimiter: ',' } as const;

/** The rows below the header, as an import sees them. */
async function listOf(text: string, columns: readonly string[], headerLine: number | null = 1) {
  const rows: FileRow[] = [];
  const format = { ...utf8, sheet: null, headerLine, columns, includeHidden: false };
  for await (const part of readRows(await open(Buffer.from(text))(), format)) rows.push(...part);
  return rows;
}

const scan = (bytes: Buffer | string) => scanFile(open(Buffer.from(bytes)));

async function rowsOf(bytes: Buffer, format: { encoding: ImportEncoding; delimiter: string }, piece?: number) {
  const rows: FileRow[] = [];
  for await (const part of readCsv(await open(bytes, piece)(), format)) rows.push(...part);
  return rows;
}

const header = ['email', 'Prénom', 'Größe'];
const person = ['zoe@mail.example', 'Zoé', '5 €'];

test.for(
  encodings.flatMap((encoding) =>
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
  const rows = await rowsOf(Buffer.from(text), utf8);
  expect(rows.map(({ line, fields, kind }) => [line, fields[0], kind])).toEqual([
    [1, 'email', 'shown'],
    [2, '', 'blank'],
    [3, '', 'blank'],
    [4, 'a@b.example', 'shown'],
    [7, '', 'blank'],
    [8, 'c@d.example', 'shown'],
  ]);
});

test('a short row is filled up, a long one is told; empty cells beyond the header are no mistake', async () => {
  const text = `email,a\nx@y.example\nx@y.example,1,2\nx@y.example,1,,\nx@y.example,${'z'.repeat(10_001)}\n ,\n`;
  const rows = await listOf(text, ['email', 'a']);
  expect(rows.map(({ line, problem, kind }) => [line, problem ?? kind])).toEqual([
    [2, 'shown'],
    [3, 'It has 3 columns, but the header has 2.'],
    [4, 'shown'],
    [5, 'Column 2 is longer than 10,000 characters.'],
    [6, 'blank'],
  ]);
  expect(rows.slice(0, 3).map(({ fields }) => fields)).toEqual([
    ['x@y.example', ''],
    ['x@y.example', '1', '2'],
    ['x@y.example', '1'],
  ]);
});

test.for([
  ['within a cell, where it is a character', 'x,3" pipes\n', [null]],
  ['before a letter', '"x"y,2\n', ['stray']],
  ['never closed', 'x,"2\n', ['stray']],
  ['closed by the quote of another row', 'x,"Acme\nann@mail.example,Ann\nx,Tube 3"\n', ['stray', null, null]],
  ['before a line end and a letter', 'x,"2\ny,"3"\n', ['stray', null]],
  ['in a line that never ends', `x,"${'y'.repeat(2_500_000)}\n`, ['long']],
  ['none, but a NUL', 'x,a\0b\n', ['NUL']],
] as const)('a quote %s costs no other row', async ([, text, told]) => {
  const before = 'a,b\r\n"1\r\n2",3\r\nplain,"4"\r\n';
  for (const piece of [7, 64 * 1024]) {
    if (text.length > 1_000 && piece === 7) continue;
    const rows = await rowsOf(Buffer.from(`${before}${text}last,"row"\nend,\n`), utf8, piece);
    expect(rows.slice(0, 3).map(({ fields }) => fields)).toEqual([
      ['a', 'b'],
      ['1\r\n2', '3'],
      ['plain', '4'],
    ]);
    const problems = rows.slice(3, -2).map(({ problem }) => problem && (/long|NUL/.exec(problem)?.[0] ?? 'stray'));
    expect(problems).toEqual(told);
    expect(rows.slice(-2)).toMatchObject([
      { line: 5 + told.length, fields: ['last', 'row'], problem: null },
      { line: 6 + told.length, fields: ['end', ''], problem: null },
    ]);
  }
});

test('a mark in the middle, space before a quote and lines that end with CR are read', async () => {
  const rows = await rowsOf(Buffer.from('email, "a, b"\r\uFEFF"x@y.example" , 1\rz@y.example,2'), utf8, 1);
  expect(rows.map(({ line, fields }) => [line, ...fields])).toEqual([
    [1, 'email', 'a, b'],
    [2, 'x@y.example', ' 1'],
    [3, 'z@y.example', '2'],
  ]);
});

test('an apostrophe that only guards is taken away, one of the text stays', async () => {
  const cells = ["'=1+1", "''=1+1", "'+41791234567", "'0791234567", "'90s", "'t Hart", "'＝1", "O'Neill"];
  const [row] = await rowsOf(Buffer.from(cells.join(',')), utf8);
  expect(row?.fields).toEqual(['=1+1', "'=1+1", '+41791234567', '0791234567', "'90s", "'t Hart", '＝1', "O'Neill"]);
});

test(`what is written comes back, whatever it begins with (seed ${seed})`, async () => {
  const chance = chanceOf('guard');
  for (let run = 0; run < 200; run += 1) {
    const text = Array.from({ length: chance.between(0, 4) }, () =>
      chance.oneOf(["'", '=', '＋', '1', '@', ' ', '"', 'é', '\n', ';']),
    ).join('');
    const [row] = await rowsOf(Buffer.from(csvLine(['x', text])), utf8);
    expect(row?.fields).toEqual(['x', text]);
  }
});

test.for<readonly [string, string, object]>([
  [
    'no header',
    'ann@mail.example;Ann;Lee\nbob@mail.example;Bob;May\n',
    { headerLine: null, rows: 2, columns: ['Column 1', 'Column 2', 'Column 3'] },
  ],
  [
    'a title above it',
    'Customers 2026\n\nEmail;Name\nann@mail.example;Ann\n',
    { headerLine: 3, rows: 1, columns: ['Email', 'Name'] },
  ],
  [
    'a title above names nobody knows',
    'Liste\nKontakt;Ort\nann@mail.example;Bern\n',
    { headerLine: 2, rows: 1, columns: ['Kontakt', 'Ort'] },
  ],
  [
    'columns without name or value at the right',
    'email,name,,\nann@mail.example,Ann,,\n',
    { headerLine: 1, columns: ['email', 'name'] },
  ],
  ['one column only', 'list\nann@mail.example\n', { headerLine: 1, columns: ['list'] }],
  ['a column without a name', 'email,,city\nann@mail.example,x,\n', { columns: ['email', 'Column 2', 'city'] }],
])('a file with %s is understood', async ([, text, expected]) => {
  const scanned = await scan(text);
  expect(scanned).toMatchObject(expected);
  expect(scanned.mapping[0]).toBe('email');
});

test('the header is where it is said to be, among the first rows', async () => {
  const bytes = Buffer.from('ann@mail.example\nbob@mail.example\n');
  expect(await scanFile(open(bytes), { headerLine: 1 })).toMatchObject({ columns: ['ann@mail.example'], rows: 1 });
  await expect(scanFile(open(bytes), { headerLine: 7 })).rejects.toMatchObject({ code: 'import.header-line' });
});

test('what should be told before is noticed: rounded numbers, characters that were cut, blank rows', async () => {
  const text =
    'email,id,price,long\na@b.example,4.00638E+12,1E+2,1234567890123450\n,,,\nc@d.example,"4,00638E+12",2,2234567890123460\n\n';
  expect((await scan(text)).fileNotes).toMatchObject({
    blank: 2,
    damaged: null,
    rounded: [
      { column: 'id', count: 2, example: '4.00638E+12', line: 2 },
      { column: 'long', count: 2, example: '1234567890123450', line: 2 },
    ],
  });
  const cut = Buffer.concat([
    Buffer.from('email,name\na@b.example,Zo\u00eb\nc@d.example,Jos'),
    Buffer.from([0xc3, 0x0a]),
  ]);
  expect(await scan(cut)).toMatchObject({
    encoding: 'utf-8',
    sample: [
      ['a@b.example', 'Zo\u00eb'],
      ['c@d.example', 'Jos\uFFFD'],
    ],
    fileNotes: { damaged: { count: 1, lines: [3] }, encodings: null },
  });
});

/** Bytes as the tables of these encodings have them; Node itself writes none of them. */
test.for<readonly [ImportEncoding, string, readonly (readonly number[])[], readonly string[]]>([
  [
    'windows-1250',
    'Polish',
    [
      [0xa3, 0x75, 0x6b, 0x61, 0x73, 0x7a],
      [0xaf, 0xf3, 0xb3, 0xe6],
    ],
    ['Łukasz', 'Żółć'],
  ],
  [
    'iso-8859-2',
    'Polish',
    [
      [0xa3, 0x75, 0x6b, 0x61, 0x73, 0x7a],
      [0xb6, 0x77, 0x69, 0xea, 0x74, 0x61],
      [0xbf, 0xf3, 0xb3, 0xe6],
    ],
    ['Łukasz', 'święta', 'żółć'],
  ],
  [
    'windows-1251',
    'Russian',
    [
      [0xc8, 0xe2, 0xe0, 0xed],
      [0xcf, 0xe5, 0xf2, 0xf0, 0xee, 0xe2],
    ],
    ['Иван', 'Петров'],
  ],
  [
    'koi8-r',
    'Russian',
    [
      [0xe9, 0xd7, 0xc1, 0xce],
      [0xf0, 0xc5, 0xd4, 0xd2, 0xcf, 0xd7],
    ],
    ['Иван', 'Петров'],
  ],
  [
    'windows-1253',
    'Greek',
    [
      [0xc5, 0xeb, 0xdd, 0xed, 0xe7],
      [0xcd, 0xdf, 0xea, 0xef, 0xf2],
    ],
    ['Ελένη', 'Νίκος'],
  ],
  [
    'windows-1254',
    'Turkish',
    [
      [0xc7, 0x61, 0xf0, 0x72, 0xfd],
      [0xde, 0x61, 0x68, 0x69, 0x6e],
    ],
    ['Çağrı', 'Şahin'],
  ],
  [
    'windows-1257',
    'Latvian',
    [
      [0x4a, 0xe2, 0x6e, 0x69, 0x73],
      [0x42, 0xe7, 0x72, 0x7a, 0x69, 0xf2, 0xf0],
      [0x4b, 0xe2, 0x72, 0x6c, 0x69, 0x73],
    ],
    ['Jānis', 'Bērziņš', 'Kārlis'],
  ],
  [
    'macintosh',
    'French',
    [
      [0x5a, 0x6f, 0x91],
      [0x46, 0x72, 0x61, 0x6e, 0x8d, 0x6f, 0x69, 0x73],
      [0x52, 0x65, 0x6e, 0x8e],
    ],
    ['Zoë', 'François', 'René'],
  ],
  [
    'shift_jis',
    'Japanese',
    [
      [0x91, 0xbe, 0x98, 0x59],
      [0x8e, 0x52, 0x93, 0x63],
    ],
    ['太郎', '山田'],
  ],
  [
    'gb18030',
    'Chinese',
    [
      [0xcd, 0xf5, 0xce, 0xb0],
      [0xc0, 0xee, 0xc4, 0xc8],
    ],
    ['王伟', '李娜'],
  ],
  [
    'big5',
    'Chinese',
    [
      [0xb3, 0xaf, 0xae, 0x61, 0xbb, 0xa8],
      [0xaa, 0x4c],
    ],
    ['陳家豪', '林'],
  ],
  [
    'euc-kr',
    'Korean',
    [
      [0xb1, 0xe8, 0xb9, 0xce, 0xbc, 0xf6],
      [0xc0, 0xcc, 0xbf, 0xb5, 0xc8, 0xf1],
    ],
    ['김민수', '이영희'],
  ],
])('names in %s (%s) are recognized by their bytes', async ([encoding, , words, names]) => {
  const rows = words.map((word, at) =>
    Buffer.concat([Buffer.from(`p${at}@mail.example;`), Buffer.from(word), Buffer.from('\r\n')]),
  );
  const scanned = await scan(Buffer.concat([Buffer.from('Email;Name\r\n'), ...rows]));
  expect(scanned).toMatchObject({ encoding, delimiter: ';', fileNotes: { encodings: null, damaged: null } });
  expect(scanned.sample.map(([, name]) => name)).toEqual(names);
});

test('an encoding that cannot be told is asked for, with names as each would read them', async () => {
  const { fileNotes } = await scan(
    Buffer.from([...Buffer.from('email,name\na@b.example,J'), 0x9a, ...Buffer.from('rg\n')]),
  );
  expect(fileNotes.encodings).toEqual(
    expect.arrayContaining([
      { encoding: 'macintosh', examples: ['Jörg'] },
      { encoding: 'windows-1250', examples: ['Jšrg'] },
    ]),
  );
});

test(`random files are read as they were written (seed ${seed})`, async () => {
  let state = seed;
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  const pieces = ['', 'x', 'é', '"', ',', ';', '\t', '|', '\n', '\r\n', '\r', ' ', 'ß', 'sep=', '\\', '\u00a0'];
  for (let run = 0; run < 60; run += 1) {
    const encoding = encodings[random(4)] ?? 'utf-8';
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
