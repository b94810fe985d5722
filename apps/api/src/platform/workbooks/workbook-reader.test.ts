import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildWorkbook, rowsXml, type TestWorkbook } from '../../testing/workbooks.ts';
import { WorkbookReader } from './workbook-reader.ts';

const reader = new WorkbookReader(pino({ level: 'silent' }));
const limits = { columns: 50, characters: 1_001, textBytes: 5_000_000 };

async function read(workbook: Buffer, sheet: string | null = null) {
  let rows: [number, number, string[]][] = [];
  const answer = await reader.read({ workbook: Readable.from([workbook]), sheet, limits }, async (stream) => {
    rows = (await text(stream))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as (typeof rows)[number]);
  });
  return { ...answer, rows, cells: rows.map(([, , cells]) => cells) };
}
const cellsOf = async (workbook: TestWorkbook) => (await read(await buildWorkbook(workbook))).cells;

test('every kind of cell becomes the text that a person sees in it', async () => {
  const cells = await cellsOf({
    strings: `<si><t>shared</t></si><si><r><rPr><b/></rPr><t>rich </t></r><r><t xml:space="preserve">text &amp; more</t></r><rPh><t>read</t></rPh></si>`,
    sheets: {
      A: `<row r="1">
        <c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>
        <c r="D1" t="str"><f>A1&amp;"!"</f><v>shared!</v></c><c r="E1"><f>1+1</f><v>2</v></c><c r="F1"><f>NOW()</f></c>
        <c r="G1" t="b"><v>1</v></c><c r="H1" t="b"><v>0</v></c><c r="I1" t="e"><v>#N/A</v></c>
        <c r="J1" t="inlineStr"><is><t>a_x000D_b _x005F_x000D_ \u2028</t></is></c><c r="K1" t="d"><v>2026-03-31T09:30:00</v></c></row>`,
    },
  });
  expect(cells).toEqual([
    [
      'shared',
      'rich text & more',
      'inline',
      'shared!',
      '2',
      '',
      'true',
      'false',
      '',
      'a\rb _x000D_ \u2028',
      '2026-03-31T09:30:00Z',
    ],
  ]);
});

test('numbers keep their digits: phone numbers, long ids, fractions, zeros in front', async () => {
  const numbers = [
    '4.1791234567E10',
    '41791234567',
    '12345678901234567890',
    '1.1000000000000001',
    '-0.5',
    '1E-7',
    '42',
  ];
  const cells = await cellsOf({
    formats: ['00000', '0.00', '#,##0'],
    sheets: {
      A: `<row>${numbers.map((value) => `<c><v>${value}</v></c>`).join('')}<c s="1"><v>1234</v></c><c s="2"><v>2.5</v></c></row>`,
    },
  });
  expect(cells).toEqual([
    ['41791234567', '41791234567', '12345678901234567890', '1.1', '-0.5', '1e-7', '42', '01234', '2.5'],
  ]);
});

const formats = [
  'yyyy-mm-dd',
  'dd/mm/yyyy hh:mm',
  '[$-407]d. mmmm yyyy;@',
  'h:mm AM/PM',
  '[h]:mm',
  '"Year" 0',
  'mmm\\-yy',
  '[Red]0.00',
];
const dates = (workbookPr: string) => ({
  formats,
  workbookPr,
  sheets: {
    A: `<row>${formats.map((_, at) => `<c s="${at + 1}"><v>46112.395833333336</v></c>`).join('')}<c s="1"><v>0</v></c><c s="1"><v>59</v></c><c s="1"><v>61</v></c><c s="1"><v>-1</v></c><c s="1"><v>2958466</v></c></row>`,
  },
});

test('days and times are read in the system of 1900 and in that of 1904', async () => {
  const [from1900] = await cellsOf(dates(''));
  expect(from1900).toEqual(
    [
      '2026-03-31 2026-03-31T09:30:00Z 2026-03-31 09:30:00 1106697:30:00',
      '46112.395833333336 2026-03-31 46112.395833333336 1899-12-31 1900-02-28 1900-03-01 -1 2958466',
    ].flatMap((texts) => texts.split(' ')),
  );
  const [from1904] = await cellsOf(dates('<workbookPr date1904="1"/>'));
  expect(from1904?.slice(0, 3)).toEqual(['2030-04-01', '2030-04-01T09:30:00Z', '2030-04-01']);
  expect(from1904?.[8]).toBe('1904-01-01');
});

test('empty rows, gaps, far cells and merged cells make nothing of the emptiness', async () => {
  const { rows } = await read(
    await buildWorkbook({
      sheets: {
        A: `<row r="2"><c r="A2" t="str"><v>merged</v></c><c r="B2"/></row><row r="5" spans="1:3"><c r="A5" s="0"/></row>
          <row r="1048576"><c r="C1048576"><v>7</v></c><c r="XFD1048576"><v>1</v></c></row>`,
        B: '',
      },
    }),
    'A',
  );
  expect(rows).toEqual([
    [2, 1, ['merged']],
    [1_048_576, 16_384, ['', '', '7']],
  ]);
});

test('the first sheet that looks like a list is read, hidden ones last; or the one that is named', async () => {
  const list = rowsXml([['email'], ['a@b.example']]);
  const workbook = await buildWorkbook({
    sheets: { Cover: rowsXml([['Read me']]), Old: list, Empty: '', People: list, More: list },
    hidden: ['Old'],
  });
  expect(await read(workbook)).toMatchObject({ sheet: 'People', sheets: ['Cover', 'Old', 'Empty', 'People', 'More'] });
  expect(await read(workbook, 'Cover')).toMatchObject({ sheet: 'Cover', cells: [['Read me']] });
  await expect(read(workbook, 'Nowhere')).rejects.toMatchObject({ code: 'workbook.no-sheet' });
});

test('prefixes, UTF-16 and names of parts are up to who wrote the file', async () => {
  const sheet = `\ufeff<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="str"><x:v>Zoë</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
  const workbook = await buildWorkbook({
    sheets: { A: '' },
    more: { 'xl/worksheets/sheet1.xml': Buffer.from(sheet, 'utf16le') },
  });
  expect(await read(workbook)).toMatchObject({ cells: [['Zoë']] });
});

test('words of extensions are not taken for those of the workbook', async () => {
  const extension = 'http://schemas.microsoft.com/office/spreadsheetml/2010/11/main';
  const workbook = await buildWorkbook({
    sheets: {
      A: `<row r="1"><c s="1"><v>42735</v></c></row><y:row xmlns:y="${extension}" r="1"><y:c><y:v>1</y:v></y:c></y:row>
        <row r="2" xmlns:y="${extension}" y:hidden="1"><c y:t="s"><v>7</v><y:extLst><y:v>8</y:v></y:extLst></c></row>`,
    },
    formats: ['yyyy-mm-dd'],
    workbookPr: `<workbookPr date1904="1"/><extLst><ext xmlns:x15="${extension}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>`,
  });
  expect((await read(workbook)).rows).toEqual([
    [1, 1, ['2021-01-01']],
    [2, 1, ['7']],
  ]);
});

test('a strict workbook is read, and hidden rows are said to be', async () => {
  const strict = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
  const workbook = await buildWorkbook({
    sheets: { A: '' },
    formats: ['yyyy-mm-dd'],
    more: {
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${strict}"><sheetData><row r="1"><c t="str"><v>email</v></c></row>
        <row r="2" hidden="true"><c t="d" s="1"><v>2021-01-01T00:00:00.000</v></c></row></sheetData></worksheet>`,
    },
  });
  expect((await read(workbook)).rows).toEqual([
    [1, 1, ['email']],
    [2, 1, ['2021-01-01'], 1],
  ]);
});
