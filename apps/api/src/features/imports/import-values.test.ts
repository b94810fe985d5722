import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesRoutes, contactsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { addresses } from '../../testing/builders.ts';
import { importFile, rehearseImport, startImport, uploadFile } from '../../testing/imports.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

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
  const { items } = await member.call(contactsRoutes.list, { search: email });
  return items.find((each) => each.email === email);
}

async function suppressionOf(email: string) {
  return (await member.call(suppressionsRoutes.list, { search: email })).items[0];
}

test('people who left, bounced or complained elsewhere arrive unsubscribed or suppressed, as the rehearsal says', async () => {
  const [yes = '', left = '', pending = '', dead = '', angry = ''] = addresses(5);
  const uploaded = await uploadFile(
    member,
    [
      'Email,Status',
      `${yes},active`,
      `${left},unsubscribed`,
      `${pending},unconfirmed`,
      `${dead},bounced`,
      `${angry},complained`,
    ].join('\n'),
  );
  expect(uploaded.mapping).toEqual(['email', 'mailStatus']);
  const findings = { unsubscribed: 2, unconfirmed: 1, bounced: 1, complained: 1 };
  const rehearsed = await rehearseImport(member, uploaded);
  expect(rehearsed.rehearsal).toMatchObject({ created: 5, findings });
  expect(await startImport(member, uploaded.id)).toMatchObject({ created: 5, rejected: 0, difference: null, findings });
  expect(
    await Promise.all([yes, left, pending, dead, angry].map(async (each) => (await contactOf(each))?.subscription)),
  ).toEqual(['subscribed', 'unsubscribed', 'unsubscribed', 'subscribed', 'subscribed']);
  expect(await Promise.all([yes, dead, angry].map(async (each) => (await suppressionOf(each))?.reason))).toEqual([
    undefined,
    'hard_bounce',
    'complaint',
  ]);
  const contact = await contactOf(dead);
  const { history } = await member.call(preferencesRoutes.get, { id: contact?.id ?? '' });
  expect(history).toMatchObject([{ kind: 'suppression', became: 'hard_bounce', source: 'import' }]);
});

test('whoever is in the file twice gets what the severest row says, whichever comes first', async () => {
  const [one = '', other = ''] = addresses(2);
  const done = await importFile(
    member,
    ['Email,Status', `${one},active`, `${one.toUpperCase()},unsubscribed`, `${other},active`, `${other},bounced`].join(
      '\n',
    ),
  );
  expect(done).toMatchObject({ created: 2, duplicates: 2, findings: { unsubscribed: 1, bounced: 1 } });
  expect((await contactOf(one))?.subscription).toBe('unsubscribed');
  expect((await suppressionOf(other))?.reason).toBe('hard_bounce');
});

test('what somebody said here stands: no import resubscribes, and never having confirmed elsewhere takes nothing back', async () => {
  const [gone = '', here = '', back = ''] = addresses(3);
  const left = await member.call(contactsRoutes.create, { email: gone });
  await member.call(contactsRoutes.unsubscribe, { id: left.id });
  await member.call(contactsRoutes.create, { email: here });
  const deleted = await member.call(contactsRoutes.create, { email: back });
  await member.call(contactsRoutes.delete, { id: deleted.id });
  const done = await importFile(member, `Email,Status\n${gone},active\n${here},unconfirmed\n${back},unconfirmed`);
  expect(done).toMatchObject({ rejected: 0, blocked: 1 });
  expect((await contactOf(gone))?.subscription).toBe('unsubscribed');
  expect((await contactOf(here))?.subscription).toBe('subscribed');
  expect((await contactOf(back))?.subscription).toBe('unsubscribed');
});

test('nobody is imported while it is not said who does not want mail', async () => {
  const [one = '', other = ''] = addresses(2);
  const uploaded = await uploadFile(member, `Email,Feld 7,Abo\n${one},yes,A\n${other},no,B`);
  expect(uploaded.mapping).toEqual(['email', 'undecided', 'undecided']);
  const { id, mapping } = uploaded;
  const refused = { status: 400, problem: { code: 'import.unclear' } };
  await expect(member.call(importsRoutes.start, { id, mapping })).rejects.toMatchObject(refused);
  await expect(member.call(importsRoutes.rehearse, { id, mapping })).rejects.toThrow(
    '“Feld 7” may say who does not want mail',
  );
  const chosen = { mapping: ['email', 'attribute:feld_7', 'mailStatus'] as const };
  await expect(member.call(importsRoutes.start, { id, mapping: [...chosen.mapping] })).rejects.toThrow(
    'what “a” means in “Abo”',
  );
  const done = await startImport(member, id, {
    mapping: [...chosen.mapping],
    reading: {
      mailValues: [
        { column: 2, value: 'a', means: 'subscribed' },
        { column: 2, value: 'b', means: 'unsubscribed' },
      ],
    },
  });
  expect(done).toMatchObject({ created: 2, findings: { unsubscribed: 1 } });
  expect(await contactOf(other)).toMatchObject({ subscription: 'unsubscribed', attributes: { feld_7: false } });
});

test('a file that is named after people who left is not imported before somebody says what they are', async () => {
  const [email = ''] = addresses(1);
  const uploaded = await uploadFile(member, `Email Address\n${email}`, 'cleaned_members_export.csv');
  const { id, mapping } = uploaded;
  await expect(member.call(importsRoutes.start, { id, mapping })).rejects.toThrow('Say in reading.everyone');
  const done = await startImport(member, id, { mapping, reading: { everyone: 'bounced' } });
  expect(done.findings).toMatchObject({ bounced: 1 });
  expect((await suppressionOf(email))?.reason).toBe('hard_bounce');
});

test('a cell that cannot be read is left out and told by column, and the person is imported', async () => {
  const [plain = '', odd = ''] = addresses(2);
  const done = await importFile(
    member,
    [
      'Email;Vorname;Telefon;Sprache;Land;Zeitzone;Kundennummer;Punkte',
      `${plain};Ada;079 123 45 67;Deutsch;Schweiz;GMT+1;K-1;12`,
      `${odd};#N/A;n/a;Klingonisch;Atlantis;soon;${'9'.repeat(300)};-`,
    ].join('\n'),
  );
  expect(done).toMatchObject({ created: 2, rejected: 0 });
  expect(
    done.findings?.cells.map(({ name, kind, count, examples }) => [name, kind, count, examples[0]?.value.slice(0, 10)]),
  ).toEqual([
    ['Vorname', 'left_out', 1, '#N/A'],
    ['Telefon', 'left_out', 1, 'n/a'],
    ['Sprache', 'left_out', 1, 'Klingonisc'],
    ['Land', 'left_out', 1, 'Atlantis'],
    ['Zeitzone', 'left_out', 1, 'soon'],
    ['Kundennummer', 'left_out', 1, '9999999999'],
    ['Punkte', 'left_out', 1, '-'],
  ]);
  expect(await contactOf(plain)).toMatchObject({
    language: 'de',
    country: 'CH',
    phone: '+41791234567',
    attributes: { punkte: 12 },
  });
  expect(await member.call(contactsRoutes.get, { id: (await contactOf(plain))?.id ?? '' })).toMatchObject({
    timeZone: 'Etc/GMT-1',
  });
  expect(await contactOf(odd)).toMatchObject({ firstName: null, attributes: {} });
  const csv = await (await member.fetch(`/api/imports/${done.id}/cells.csv`)).text();
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    'Line,Email,Column,Value,What happened,Why',
    `3,${odd},Vorname,#N/A,left out,stands for no value`,
  ]);
  const stranger = await api.newOrganization();
  await expect(stranger.call(importsRoutes.cells, { id: done.id })).rejects.toMatchObject({ status: 404 });
});

test('numbers and dates are read as the file writes them, or not before somebody says how', async () => {
  const [one = '', two = '', three = ''] = addresses(3);
  const file = (header: string, ...rows: string[]) => [`Email;${header}`, ...rows].join('\n');
  const german = await importFile(
    member,
    file(
      'revenue;birthday',
      `${one};1.234;01.02.1990`,
      `${two};1.234,56;31.03.1990`,
      `${three};12,50;1990-03-31 00:00:00`,
    ),
  );
  expect(german).toMatchObject({
    created: 3,
    reading: { decimalMark: ',', dayOrder: 'day_first' },
    findings: { cells: [] },
  });
  expect((await contactOf(one))?.attributes).toEqual({ revenue: 1234, birthday: '1990-02-01' });
  const types = (await member.call(attributesRoutes.list)).items;
  expect(types.find(({ name }) => name === 'revenue')?.type).toBe('number');
  expect(types.find(({ name }) => name === 'birthday')?.type).toBe('date');

  const { id, mapping } = await uploadFile(member, file('revenue;birthday', `${one};2.345;03.04.1990`));
  await expect(member.call(importsRoutes.start, { id, mapping })).rejects.toThrow(/2\.345.*03\.04\.1990/);
  await startImport(member, id, { mapping, reading: { decimalMark: '.', dayOrder: 'month_first' } });
  expect((await contactOf(one))?.attributes).toEqual({ revenue: 2.345, birthday: '1990-03-04' });
});

test('addresses are cleaned where one reading is possible, and kept in one spelling', async () => {
  const [base = ''] = addresses(1);
  const [local = '', domain = ''] = base.split('@');
  const at = (prefix: string) => `${prefix}${local}@${domain}`;
  const umlaut = `${local}@münchen-kunde.example`;
  const stored = `${local}@xn--mnchen-kunde-dlb.example`;
  const done = await importFile(
    member,
    [
      'Email;Vorname',
      `'${at('a')};apostrophe`,
      `Ada L <${at('b')}>;with a name`,
      `mailto:${at('c')};link`,
      `${at('d')}\u200b;zero width`,
      `${umlaut};umlaut`,
      `${stored.toUpperCase()};the same`,
      `two..dots${at('')};dots`,
      `${at('e')}, ${at('f')};two`,
      'nobody;no address',
    ].join('\n'),
  );
  expect(done).toMatchObject({ created: 7, duplicates: 1, rejected: 2 });
  const { items } = await member.call(importsRoutes.cells, { id: done.id });
  expect(items.map(({ kind, email }) => [kind, email])).toEqual([
    ['corrected', at('a')],
    ['corrected', at('b')],
    ['corrected', at('c')],
    ['corrected', at('d')],
    ['corrected', stored],
    ['unusual', `two..dots${at('')}`],
    ['left_out', at('e')],
  ]);
  expect((await member.call(contactsRoutes.list, { search: umlaut })).items).toMatchObject([{ email: stored }]);
  await expect(member.call(contactsRoutes.create, { email: umlaut })).rejects.toMatchObject({ status: 409 });
});
