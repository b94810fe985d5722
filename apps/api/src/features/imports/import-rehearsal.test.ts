import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesRoutes, contactsRoutes, groupsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { importFile, rehearseImport, settledImport, startImport, uploadFile } from '../../testing/imports.ts';
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

/** Everything an import may touch, as it is stored. */
async function stored() {
  const all = async (sql: string) => (await api.owner.query(sql, [member.organizationId])).rows;
  return {
    contacts: await all('select * from contacts where organization_id = $1 order by id'),
    groups: await all('select * from groups where organization_id = $1 order by id'),
    members: await all('select * from group_members where organization_id = $1 order by 2, 3'),
    attributes: await all('select * from attribute_definitions where organization_id = $1 order by id'),
    created: await all('select * from import_created where organization_id = $1'),
    changes: await all('select * from import_changes where organization_id = $1'),
  };
}

test('a rehearsal says what the import will do, keeps nothing, and the import does just that', async () => {
  const [known = '', same = '', left = '', fresh = ''] = addresses(4);
  await member.call(attributesRoutes.create, { name: 'city', label: 'City', type: 'text' });
  await member.call(contactsRoutes.create, { email: known, firstName: 'Old', attributes: { city: 'Bern' } });
  await member.call(contactsRoutes.create, { email: same, firstName: 'Same' });
  const gone = await member.call(contactsRoutes.create, { email: left });
  await member.call(contactsRoutes.unsubscribe, { id: gone.id });
  const uploaded = await uploadFile(
    member,
    [
      'email,first name,city,points,phone',
      `${known},New,Basel,12,+41 79 123 45 67`,
      `${same},Same,,,`,
      `${left},Back,,,`,
      `${fresh},Fresh,,7,`,
      `${fresh.toUpperCase()},Twice,,,`,
      'nobody,X,,,',
      `x${fresh},X,,many,`,
      `y${fresh},X,,,079`,
      `z${fresh},X`,
    ].join('\n'),
  );
  const before = await stored();
  const rehearsed = await rehearseImport(member, uploaded, {
    newAttributes: [{ name: 'points', label: 'Points', type: 'number' }],
    newGroupName: 'Rehearsed',
    consent: 'Signed up at the fair and agreed to the newsletter',
  });
  const counts = { created: 4, updated: 2, unchanged: 1, duplicates: 1, invalid: 1, blocked: 1 };
  expect(rehearsed).toMatchObject({ status: 'rehearsed', rehearsal: counts, groupId: null, newGroupName: 'Rehearsed' });
  expect(rehearsed.rehearsal?.changes).toEqual([
    {
      line: 2,
      email: known,
      fields: [
        { field: 'phone', before: null, after: '+41791234567' },
        { field: 'firstName', before: 'Old', after: 'New' },
        { field: 'attribute:city', before: 'Bern', after: 'Basel' },
        { field: 'attribute:points', before: null, after: 12 },
      ],
    },
    { line: 4, email: left, fields: [{ field: 'firstName', before: null, after: 'Back' }] },
  ]);
  expect(await stored()).toEqual(before);
  const { items } = await member.call(importsRoutes.rejections, { id: uploaded.id });
  expect(items.map(({ line, kind, reason }) => [line, kind, reason])).toEqual([
    [6, 'duplicate', 'Same address as line 5.'],
    [7, 'invalid', 'The address has no name before the @ sign.'],
  ]);
  expect(rehearsed.rehearsal?.findings.cells).toEqual([
    {
      column: 3,
      name: 'points',
      kind: 'left_out',
      count: 1,
      examples: [{ line: 8, value: 'many', reason: 'is not a number' }],
    },
    {
      column: 4,
      name: 'phone',
      kind: 'left_out',
      count: 1,
      examples: [
        { line: 9, value: '079', reason: 'is not a phone number with a country code, such as +41 79 123 45 67' },
      ],
    },
  ]);
  const blocked = await member.call(importsRoutes.rejections, { id: uploaded.id, kind: 'unsubscribed' });
  expect(blocked.items).toMatchObject([{ line: 4, row: [left], reason: expect.stringMatching(/^Unsubscribed on 20/) }]);

  const done = await startImport(member, uploaded.id);
  expect(done).toMatchObject({
    status: 'done',
    created: 4,
    updated: 2,
    unchanged: 1,
    rejected: 2,
    duplicates: 1,
    blocked: 1,
    difference: null,
    consent: 'Signed up at the fair and agreed to the newsletter',
  });
  const after = await stored();
  expect(after.attributes.find(({ name }) => name === 'points')).toMatchObject({ label: 'Points', type: 'number' });
  expect(after.contacts.find(({ email }) => email === known)).toMatchObject({
    first_name: 'New',
    phone: '+41791234567',
    attributes: {
      city: 'Basel',
      points: 12,
    },
  });
  expect(after.contacts.find(({ email }) => email === left)).toMatchObject({ subscription: 'unsubscribed' });
  const groups = await member.call(groupsRoutes.list);
  expect(groups.items).toMatchObject([{ name: 'Rehearsed', memberCount: 7 }]);
});

test('a run that differs from its rehearsal says how and why', async () => {
  const [one = '', other = ''] = addresses(2);
  const uploaded = await uploadFile(member, `email,first name\n${one},A\n${other},B\n`);
  await rehearseImport(member, uploaded);
  await member.call(contactsRoutes.create, { email: one, firstName: 'A' });
  expect(await startImport(member, uploaded.id)).toMatchObject({
    created: 1,
    unchanged: 1,
    difference:
      '1 new instead of 2, 1 unchanged instead of 0: 1 of these contacts was added or changed after the check.',
  });
});

test('other columns than rehearsed make the rehearsal void, and a rehearsal that fails leaves the file to try again', async () => {
  const [email = ''] = addresses(1);
  const uploaded = await uploadFile(member, `email,note\n${email},A\n`);
  await rehearseImport(member, uploaded);
  await api.owner.query(
    `insert into attribute_definitions (organization_id, name, label, type)
     select $1, 'made_' || n, 'Made', 'text' from generate_series(1, 100) n`,
    [member.organizationId],
  );
  const failed = await rehearseImport(member, uploaded);
  expect(failed).toMatchObject({ status: 'ready', problem: expect.stringMatching(/the limit is 100/) });
  await rehearseImport(member, uploaded, { mapping: ['email', 'ignore'] });
  const done = await startImport(member, uploaded.id, { mapping: ['email', 'firstName'] });
  expect(done).toMatchObject({ status: 'done', rehearsal: null, created: 1 });
  await api.owner.query(`delete from attribute_definitions where name like 'made%'`);
});

test('a rehearsal whose worker died is begun again', async () => {
  const uploaded = await uploadFile(member, `email\n${addresses(20).join('\n')}\n`);
  await api.owner.query(
    `update imports set status = 'rehearsing', attempts = 1, heartbeat_at = now() - interval '1 hour' where id = $1`,
    [uploaded.id],
  );
  expect(await settledImport(member, uploaded.id)).toMatchObject({ status: 'rehearsed', rehearsal: { created: 20 } });
});

test('an attribute keeps the type its values have', async () => {
  const [email = ''] = addresses(1);
  const uploaded = await uploadFile(member, `email,points\n${email},A\n`);
  await expect(
    rehearseImport(member, uploaded, { newAttributes: [{ name: 'points', label: 'Points', type: 'text' }] }),
  ).rejects.toThrow('There is already an attribute points, of type number.');
});

test('an external id stays one person’s; of the others it is left out', async () => {
  const [one = '', other = '', third = ''] = addresses(3);
  await importFile(member, `email,customer id\n${one},7\n`);
  const done = await importFile(member, `email,customer id\n${one},7\n${other},7\n${other},8\n${third},8\n`);
  expect(done).toMatchObject({ created: 2, unchanged: 1, rejected: 1 });
  const { items } = await member.call(importsRoutes.cells, { id: done.id });
  expect(items.map(({ line, value, reason, email }) => [line, value, reason, email])).toEqual([
    [3, '7', 'belongs to another contact', other],
    [5, '8', 'is also that of line 4', third],
  ]);
});

test('the same file again is recognized by its bytes, in this organization only', async () => {
  const content = `email\n${addresses(1).join('')}\n`;
  const first = await uploadFile(member, content, 'first.csv');
  expect(first.sameAs).toBeNull();
  expect(await uploadFile(member, content, 'second.csv')).toMatchObject({
    sameAs: { id: first.id, fileName: 'first.csv', status: 'ready' },
  });
  expect((await uploadFile(await api.newOrganization(), content)).sameAs).toBeNull();
});

test('a file that was taken for another encoding or delimiter is read again as told', async () => {
  const bytes = Buffer.from('email;n\u00e4me\nzoe@mail.example;Zo\u00eb\n', 'latin1');
  const uploaded = await uploadFile(member, bytes);
  expect(uploaded).toMatchObject({ encoding: 'windows-1252', delimiter: ';', columns: ['email', 'näme'] });
  const reread = { id: uploaded.id, encoding: 'windows-1252', delimiter: ',' } as const;
  expect(await member.call(importsRoutes.reread, reread)).toMatchObject({ columns: ['email;näme'] });
  expect(await member.call(importsRoutes.reread, { ...reread, encoding: 'utf-8' })).toMatchObject({
    columns: ['email;n\uFFFDme'],
    fileNotes: { damaged: { count: 1, lines: [2] } },
  });
  expect(await member.call(importsRoutes.get, { id: uploaded.id })).toMatchObject({ delimiter: ',', rows: 1 });
});
