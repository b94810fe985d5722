import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes, type ImportTarget, importsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { importFile, rehearseImport, startImport, uploadFile } from '../../testing/imports.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { buildWorkbook, rowsXml } from '../../testing/workbooks.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true });
});
beforeAll(async () => {
  member = await api.newOrganization();
});
afterAll(() => api.close());

async function contactOf(email: string) {
  return (await member.call(contactsRoutes.list, { search: email })).items.find((each) => each.email === email);
}

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

test('rows that a filter hides are left out and named, unless they are wanted', async () => {
  const [one = '', other = '', third = ''] = addresses(3);
  const row = (line: number, attributes: string, ...cells: string[]) =>
    `<row r="${line}"${attributes}>${cells.map(cell).join('')}</row>`;
  const book = await buildWorkbook({
    sheets: {
      A:
        row(1, '', 'email', 'consent') +
        row(2, '', one, 'yes') +
        row(3, ' hidden="1"', other, 'no') +
        row(4, ' hidden="true"', third, 'no'),
    },
  });
  const uploaded = await uploadFile(member, book, 'people.xlsx');
  expect(uploaded).toMatchObject({
    rows: 3,
    includeHidden: false,
    sample: [[one, 'yes']],
    fileNotes: { hidden: { count: 2, lines: [3, 4] } },
  });
  const mapping: ImportTarget[] = ['email', 'ignore'];
  const rehearsed = await rehearseImport(member, uploaded, { mapping });
  expect(rehearsed.rehearsal).toMatchObject({ created: 1, hidden: 2, invalid: 0 });
  const { items } = await member.call(importsRoutes.rejections, { id: uploaded.id, kind: 'hidden' });
  expect(items.map(({ line, row: cells }) => [line, cells[0]])).toEqual([
    [3, other],
    [4, third],
  ]);
  const wanted = await member.call(importsRoutes.reread, { id: uploaded.id, includeHidden: true });
  expect(wanted).toMatchObject({ includeHidden: true, headerLine: 1, fileNotes: { hidden: { count: 2 } } });
  expect(await startImport(member, uploaded.id, { mapping })).toMatchObject({ created: 3, hidden: 0 });
});

test('hidden rows that are left out are part of the sum', async () => {
  const [one = '', other = ''] = addresses(2);
  const sheet = `<row r="1">${cell('email')}</row><row r="2">${cell(one)}</row><row r="4" hidden="1">${cell(other)}</row>`;
  const { id } = await uploadFile(member, await buildWorkbook({ sheets: { A: sheet } }), 'people.xlsx');
  expect(await startImport(member, id)).toMatchObject({ rows: 3, created: 1, rejected: 2, hidden: 1, blank: 1 });
});

test('a first row that is a person is one, and a header is where it is said to be', async () => {
  const [one = '', other = ''] = addresses(2);
  const uploaded = await uploadFile(member, `${one};Ada\n${other};Bob\n`);
  expect(uploaded).toMatchObject({ headerLine: null, rows: 2, columns: ['Column 1', 'Column 2'] });
  expect(uploaded.fileNotes.firstRows[0]).toEqual({ line: 1, cells: [one, 'Ada'] });
  const said = await member.call(importsRoutes.reread, { id: uploaded.id, headerLine: 1 });
  expect(said).toMatchObject({ headerLine: 1, rows: 1, delimiter: ';' });
  const back = await member.call(importsRoutes.reread, { id: uploaded.id, headerLine: null });
  expect(back).toMatchObject({ headerLine: null, rows: 2 });
  await expect(member.call(importsRoutes.reread, { id: uploaded.id, headerLine: 99 })).rejects.toThrow(
    'import.header-line',
  );
  expect(await startImport(member, uploaded.id, { mapping: ['email', 'firstName'] })).toMatchObject({ created: 2 });

  const titled = await uploadFile(
    member,
    await buildWorkbook({
      sheets: { A: rowsXml([['Customers'], ['Email', 'Vorname'], [addresses(1).join(''), 'Cy']]) },
    }),
    'people.xlsx',
  );
  expect(titled).toMatchObject({ headerLine: 2, rows: 1, mapping: ['email', 'firstName'], fileNotes: { above: 1 } });
});

test('ids that a spreadsheet rounded are told and left out, and nobody is lost for them', async () => {
  const people = addresses(2);
  const uploaded = await uploadFile(
    member,
    `Email,Kundennummer\n${people.map((one) => `${one},4.00638E+12\n`).join('')}`,
  );
  expect(uploaded.fileNotes.rounded).toEqual([{ column: 'Kundennummer', count: 2, example: '4.00638E+12', line: 2 }]);
  const mapping: ImportTarget[] = ['email', 'externalId'];
  expect(await startImport(member, uploaded.id, { mapping })).toMatchObject({ created: 2, rejected: 0 });
  expect(await contactOf(people[1] ?? '')).toMatchObject({ externalId: null });

  const kept = await uploadFile(member, `Email,Kundennummer\n${people.map((one) => `${one},4.00638E+12\n`).join('')}`);
  const done = await startImport(member, kept.id, { mapping, roundedIds: 'keep', sharedIds: 'reject' });
  expect(done).toMatchObject({ updated: 1, rejected: 1, roundedIds: 'keep' });
});

test('two people with one external id are both kept, the second without it, unless they are to be left out', async () => {
  const [first = '', second = '', third = '', fourth = ''] = addresses(4);
  await importFile(member, `email,customer id\n${first},7001\n`);
  const file = `email,customer id\n${second},7001\n${third},7002\n${fourth},7002\n${first},7001\n`;
  const uploaded = await uploadFile(member, file);
  const rehearsed = await rehearseImport(member, uploaded);
  expect(rehearsed.rehearsal).toMatchObject({ created: 3, unchanged: 1 });
  const strict = await rehearseImport(member, uploaded, { sharedIds: 'reject' });
  expect(strict.rehearsal).toMatchObject({ created: 1, invalid: 1, duplicates: 1 });
  const done = await startImport(member, uploaded.id, { sharedIds: 'leave_out', mapping: uploaded.mapping });
  expect(done).toMatchObject({ created: 3, unchanged: 1, rejected: 0, findings: { cells: [{ count: 2 }] } });
  expect(await contactOf(second)).toMatchObject({ externalId: null });
  expect(await contactOf(third)).toMatchObject({ externalId: '7002' });
});

test('names that several encodings would read differently are not imported before one is chosen', async () => {
  const [email = ''] = addresses(1);
  const uploaded = await uploadFile(member, Buffer.from(`email,first name\n${email},J\u009arg\n`, 'latin1'));
  expect(uploaded.fileNotes.encodings?.map(({ encoding }) => encoding)).toContain('macintosh');
  await expect(startImport(member, uploaded.id)).rejects.toThrow('import.encoding-unsure');
  await expect(rehearseImport(member, uploaded)).rejects.toThrow('import.encoding-unsure');
  const other = await member.call(importsRoutes.reread, { id: uploaded.id, headerLine: 1 });
  expect(other.fileNotes.encodings).not.toBeNull();
  const chosen = await member.call(importsRoutes.reread, { id: uploaded.id, encoding: 'macintosh' });
  expect(chosen).toMatchObject({ fileNotes: { encodings: null }, sample: [[email, 'Jörg']] });
  await startImport(member, uploaded.id);
  expect(await contactOf(email)).toMatchObject({ firstName: 'Jörg' });
});

test('every row of a file is counted: short, long, blank, broken and cut ones', async () => {
  const people = addresses(5);
  const [short = '', long = '', stray = '', nul = '', cut = ''] = people;
  const text = `email,first name,note\n${short},Zoë\n${long},A,b,c\n\n,,\n${stray},"A,b\n${nul},A\0,b\n${cut},Jos`;
  const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0xc3]), Buffer.from(',b\n')]);
  const uploaded = await uploadFile(member, bytes);
  expect(uploaded).toMatchObject({ rows: 7, encoding: 'utf-8', fileNotes: { blank: 2, damaged: { lines: [8] } } });
  const done = await startImport(member, uploaded.id, { mapping: ['email', 'firstName', 'ignore'] });
  expect(done).toMatchObject({ rows: 7, created: 2, rejected: 5, blank: 2 });
  const { items } = await member.call(importsRoutes.rejections, { id: uploaded.id });
  expect(items.map(({ line, row }) => [line, row[0]])).toEqual([
    [3, long],
    [6, stray],
    [7, nul],
  ]);
});
