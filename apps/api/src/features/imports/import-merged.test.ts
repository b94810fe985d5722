import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactPageRoutes, contactsRoutes, groupsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { rehearseImport, startImport, undoImport, uploadFile } from '../../testing/imports.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true });
});
beforeEach(async () => {
  member = await api.newOrganization();
});
afterAll(() => api.close());

/** Two contacts of one person, the second merged into the first. */
async function mergedPair() {
  const [kept = '', gone = ''] = addresses(2);
  const { id } = await member.call(contactsRoutes.create, { email: kept, firstName: 'Ada', externalId: 'kept-1' });
  const other = await member.call(contactsRoutes.create, { email: gone, lastName: 'Lovelace', externalId: 'gone-1' });
  await member.call(contactPageRoutes.merge, { id, otherId: other.id });
  return { id, kept, gone };
}

const everyone = async () => (await member.call(contactsRoutes.list, {})).items;

test('the address of a contact that was merged away goes to the contact that was kept, and the rehearsal says so', async () => {
  const { id, kept, gone } = await mergedPair();
  const uploaded = await uploadFile(member, `email,phone,city\n${gone.toUpperCase()},+41791234567,Bern\n`);
  const { rehearsal } = await rehearseImport(member, uploaded, { newGroupName: 'Merged' });
  expect(rehearsal).toMatchObject({
    created: 0,
    updated: 1,
    merged: { count: 1, sample: [{ line: 2, email: gone.toUpperCase(), into: kept }] },
    changes: [{ email: kept, fields: [{ field: 'phone', before: null, after: '+41791234567' }, {}] }],
  });

  expect(await startImport(member, uploaded.id)).toMatchObject({ status: 'done', updated: 1, difference: null });
  expect(await everyone()).toMatchObject([{ id, email: kept, phone: '+41791234567', attributes: { city: 'Bern' } }]);
  expect(await member.call(contactsRoutes.get, { id })).toMatchObject({ groups: [{ name: 'Merged' }] });
  const [group] = (await member.call(groupsRoutes.list)).items;
  expect(group).toMatchObject({ memberCount: 1 });

  // Again, there is nothing left to change; and back.
  const again = await uploadFile(member, `email,phone\n${gone},+41791234567\n`);
  expect(await startImport(member, again.id)).toMatchObject({ unchanged: 1, updated: 0 });
  expect(await undoImport(member, uploaded.id)).toMatchObject({ status: 'undone' });
  expect(await everyone()).toMatchObject([{ id, email: kept, phone: null }]);
});

test('both addresses in one file are one person: the first row counts, and the file adds up', async () => {
  const { id, kept, gone } = await mergedPair();
  const file = ['email,city', `${gone},Bern`, `${kept},Basel`, `${gone},Chur`, `x${kept},Thun`].join('\n');
  const uploaded = await uploadFile(member, file);
  const done = await startImport(member, uploaded.id);
  expect(done).toMatchObject({ created: 1, updated: 1, duplicates: 2, rejected: 2 });
  const { items } = await member.call(importsRoutes.rejections, { id: uploaded.id });
  expect(items.map(({ line, kind, reason, row }) => [line, kind, reason, row])).toEqual([
    [3, 'duplicate', 'Same contact since a merge as line 2.', [kept, 'Basel']],
    [4, 'duplicate', 'Same address as line 2.', [gone, 'Chur']],
  ]);
  expect(await member.call(contactsRoutes.get, { id })).toMatchObject({ attributes: { city: 'Bern' } });
});

test('who unsubscribes under the address merged away has left; an external id of either is still theirs', async () => {
  const { id, kept, gone } = await mergedPair();
  const file = ['email,customer id,unsubscribed', `${gone},kept-1,yes`, `y${kept},gone-1,`].join('\n');
  const uploaded = await uploadFile(member, file);
  expect(await startImport(member, uploaded.id)).toMatchObject({ updated: 1, created: 1, rejected: 0 });
  expect(await member.call(contactsRoutes.get, { id })).toMatchObject({
    subscription: 'unsubscribed',
    externalId: 'kept-1',
  });
  const other = await uploadFile(member, `email,customer id\n${kept},gone-1\n`);
  expect(await startImport(member, other.id)).toMatchObject({ status: 'done', unchanged: 1, rejected: 0 });
});
