import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  attributesRoutes,
  contactsRoutes,
  exportsRoutes,
  type ExportView,
  importsRoutes,
  type ImportTarget,
} from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { addresses } from '../../testing/builders.ts';
import { rehearseImport, startImport, uploadFile } from '../../testing/imports.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { buildWorkbook, rowsXml, type TestWorkbook } from '../../testing/workbooks.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true });
});
beforeAll(async () => {
  member = await api.newOrganization();
});
afterAll(() => api.close());

const uploadBook = async (workbook: TestWorkbook) => uploadFile(member, await buildWorkbook(workbook), 'people.xlsx');

function filesOfImports(): string[] {
  const folder = join(api.config.FILES_DIR, member.organizationId, 'imports');
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

test('a workbook is rehearsed and imported like any file, its rows named by their numbers in the sheet', async () => {
  const [one = '', other = ''] = addresses(2);
  const uploaded = await uploadBook({
    formats: ['dd.mm.yyyy'],
    sheets: {
      People: `<row r="3"><c t="str"><v>email</v></c><c t="str"><v>Phone</v></c><c t="str"><v>born</v></c><c t="str"><v>vip</v></c></row>
        <row r="5"><c t="str"><v>${one}</v></c><c><v>4.1791234567E10</v></c><c s="1"><v>33000</v></c><c t="b"><v>1</v></c></row>
        <row r="7"><c t="str"><v>${other}</v></c><c t="str"><v>+41 79 123 45 68</v></c></row>
        <row r="8"><c t="str"><v>${one.toUpperCase()}</v></c></row>
        <row r="9"><c t="str"><v>nobody</v></c><c/><c/><c/><c t="str"><v>a note</v></c></row>`,
    },
  });
  expect(uploaded).toMatchObject({
    sheets: ['People'],
    sheet: 'People',
    headerLine: 3,
    rows: 6, // two of them blank
    columns: ['email', 'Phone', 'born', 'vip'],
  });
  expect(uploaded.sample[0]).toEqual([one, '41791234567', '1990-05-07', 'true']);
  const choices = {
    mapping: ['email', 'attribute:number', 'attribute:born', 'attribute:vip'] as ImportTarget[],
    newAttributes: [
      { name: 'born', label: 'Born', type: 'date' as const },
      { name: 'vip', label: 'VIP', type: 'boolean' as const },
    ],
  };
  const rehearsed = await rehearseImport(member, uploaded, choices);
  expect(rehearsed.rehearsal).toMatchObject({ created: 2, duplicates: 1, invalid: 1, blank: 2 });
  const done = await startImport(member, uploaded.id);
  expect(done).toMatchObject({ status: 'done', created: 2, rejected: 4, blank: 2, difference: null });
  const { items } = await member.call(importsRoutes.rejections, { id: uploaded.id });
  expect(items.map(({ line, reason }) => [line, reason])).toEqual([
    [8, 'Same address as line 5.'],
    [9, 'It has 5 columns, but the header has 4.'],
  ]);
  expect((await member.call(contactsRoutes.list, { search: one })).items).toMatchObject([
    { attributes: { number: '41791234567', born: '1990-05-07', vip: true } },
  ]);
});

test('another sheet is chosen; what was taken out of the first goes', async () => {
  const [one = '', other = ''] = addresses(2);
  const uploaded = await uploadBook({
    sheets: {
      A: rowsXml([['email'], [one]]),
      B: rowsXml([
        ['mail', 'name'],
        [other, 'Ann'],
      ]),
    },
  });
  const before = filesOfImports();
  const reread = await member.call(importsRoutes.reread, { id: uploaded.id, sheet: 'B' });
  expect(reread).toMatchObject({ sheet: 'B', sheets: ['A', 'B'], columns: ['mail', 'name'], sample: [[other, 'Ann']] });
  expect(filesOfImports()).toHaveLength(before.length);
  expect(filesOfImports()).not.toEqual(before);
  expect(await startImport(member, uploaded.id)).toMatchObject({ created: 1 });

  const again = { id: (await uploadBook({ sheets: { A: rowsXml([['email'], [one]]) } })).id };
  await expect(member.call(importsRoutes.reread, { ...again, sheet: 'C' })).rejects.toThrow('workbook.no-sheet');
  await expect(member.call(importsRoutes.reread, { ...again, encoding: 'utf-8' })).rejects.toThrow(
    'import.is-workbook',
  );
  const text = await uploadFile(member, `email\n${one}\n`);
  await expect(member.call(importsRoutes.reread, { id: text.id, sheet: 'A' })).rejects.toThrow('import.no-sheets');
});

const officeFile = (name: string) =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(100_000),
    Buffer.from(name, 'utf16le'),
  ]);

test.for<readonly [string, () => Buffer | Promise<Buffer>, string, RegExp]>([
  ['a workbook with a password', () => officeFile('EncryptedPackage'), 'workbook.protected', /Remove the password/],
  ['an old workbook', () => officeFile('Workbook'), 'import.not-csv', /old Excel file \(\.xls\)/],
  [
    'half a workbook',
    async () => (await buildWorkbook({ sheets: { A: rowsXml([['email'], ['x']]) } })).subarray(0, 600),
    'workbook.damaged',
    /damaged/,
  ],
  ['an empty sheet', () => buildWorkbook({ sheets: { A: '' } }), 'import.malformed', /empty/],
  ['only a header', () => buildWorkbook({ sheets: { A: rowsXml([['email']]) } }), 'import.malformed', /no rows below/],
  [
    '16,384 columns',
    () => buildWorkbook({ sheets: { A: '<row><c r="XFD1"><v>1</v></c></row><row><c><v>1</v></c></row>' } }),
    'import.malformed',
    /16,384 columns; at most 200/,
  ],
  ['a CSV that calls itself .xlsx', () => Buffer.from('PK,email\n1,x'), 'read', /./],
])('%s is told and leaves nothing', async ([, make, code, words]) => {
  const files = filesOfImports();
  const count = (await member.call(importsRoutes.list, {})).items.length;
  const told = await uploadFile(member, await make(), 'people.xlsx').then(
    () => ({ problem: { code: 'read', detail: 'read' } }),
    (error: { problem: { code: string; detail: string } }) => error,
  );
  expect(told.problem.code).toBe(code);
  expect(told.problem.detail).toMatch(words);
  if (code === 'read') return;
  expect(filesOfImports()).toEqual(files);
  expect((await member.call(importsRoutes.list, {})).items).toHaveLength(count);
});

async function exported(filter: InputOf<typeof exportsRoutes.create>): Promise<ExportView & { readonly file: Buffer }> {
  const { id } = await member.call(exportsRoutes.create, { ...filter, format: 'xlsx' });
  const view = async () => (await member.call(exportsRoutes.list, {})).items.find((each) => each.id === id);
  await expect.poll(async () => (await view())?.status, { timeout: 20_000, interval: 50 }).toMatch(/done|failed/);
  const found = await view();
  if (!found) throw new Error('The export is gone.');
  const response = await member.fetch(`/api/exports/${id}/contacts.xlsx`);
  return { ...found, file: Buffer.from(await response.arrayBuffer()) };
}

test('what is exported comes back unchanged, however awkward', async () => {
  member = await api.newOrganization();
  const types = {
    points: 'number',
    born: 'date',
    seen: 'timestamp',
    vip: 'boolean',
    tags: 'list',
    note: 'text',
  } as const;
  for (const [name, type] of Object.entries(types))
    await member.call(attributesRoutes.create, { name, label: name, type });
  const awkward: Record<string, string | number | boolean | string[]>[] = [
    {
      note: '=cmd|"/C calc"!A0',
      tags: ['a', '=b'],
      points: 12.5,
      vip: true,
      born: '1899-12-31',
      seen: '1999-12-31T23:59:59.999Z',
    },
    {
      note: '+41 79 <b>&amp;</b> "quoted"',
      points: -0,
      vip: false,
      born: '1900-02-28',
      seen: '1850-01-01T00:00:00.000Z',
    },
    { note: 'line one\nline two\r\nthree\ttab', points: 1e21, born: '1900-03-01', seen: '2026-03-31T00:00:00.000Z' },
    {
      note: '_x000D_ and _x_ \u0001 \u2028 🎉',
      points: 0.1 + 0.2,
      born: '9999-12-31',
      seen: '2026-03-31T09:30:00.001Z',
    },
    { note: '007', points: Number('12345678901234567890'), born: '2024-02-29', tags: ['x', 'y z'] },
    { note: '#N/A', points: 1e-7 },
    { note: 'TRUE' },
    { note: '1E5' },
  ];
  const emails = addresses(awkward.length, 'awkward');
  for (const [at, attributes] of awkward.entries()) {
    await member.call(contactsRoutes.create, {
      email: emails[at],
      firstName: ['=1+1', '007', 'Zoë', '-', '@x', "O'Neill", '1.50', 'true'][at],
      phone: `+4179123450${at}`,
      externalId: ['0012', '1E5', '=X', '12345678901234567890', 'TRUE', '2026-01-01', '_x0041_', '1/2'][at],
      country: 'CH',
      language: 'de',
      timeZone: 'Europe/Zurich',
      attributes,
    });
  }
  const { file, ...view } = await exported({});
  expect(view).toMatchObject({
    status: 'done',
    format: 'xlsx',
    rows: awkward.length,
    fileName: expect.stringMatching(/\.xlsx$/),
  });
  const uploaded = await uploadFile(member, file, 'again.xlsx');
  expect(uploaded).toMatchObject({ sheet: 'Contacts', rows: awkward.length });
  const mapping = uploaded.mapping.map((target, at) => (uploaded.columns[at] === 'Added' ? 'ignore' : target));
  expect(await startImport(member, uploaded.id, { mapping })).toMatchObject({
    status: 'done',
    unchanged: awkward.length,
    rejected: 0,
  });
});

test('an export is downloaded as what it is; a value too long for a cell is told', async () => {
  member = await api.newOrganization();
  await member.call(contactsRoutes.create, { email: addresses(1).join('') });
  await member.call(attributesRoutes.create, { name: 'tags', label: 'Tags', type: 'list' });
  const { id } = await exported({});
  expect((await member.fetch(`/api/exports/${id}/contacts.csv`)).status).toBe(409);
  const tags = Array.from({ length: 40 }, (_, at) => `${at}${'x'.repeat(990)}`);
  await member.call(contactsRoutes.create, { email: addresses(1).join(''), attributes: { tags } });
  expect(await exported({})).toMatchObject({
    status: 'failed',
    problem: expect.stringMatching(/32,767 characters.*as CSV/),
  });
});
