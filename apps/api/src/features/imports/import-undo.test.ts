import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes, groupsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { addresses, buildCampaign } from '../../testing/builders.ts';
import { importFile, settledImport, undoImport } from '../../testing/imports.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { seed } from '../../testing/chance.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true });
});
beforeAll(async () => {
  member = await api.newOrganization();
});
afterAll(() => api.close());

/** All contacts and memberships of the organization, without when and by whom they were last touched. */
async function stored(person = member) {
  const { rows: contacts } = await api.owner.query(
    `select to_jsonb(c) - '{updated_at,updated_by_id}'::text[] as contact from contacts c where organization_id = $1 order by id`,
    [person.organizationId],
  );
  const { rows: members } = await api.owner.query(
    'select group_id, contact_id from group_members where organization_id = $1 order by 1, 2',
    [person.organizationId],
  );
  return { contacts, members };
}

const contactOf = async (email: string) => (await member.call(contactsRoutes.list, { search: email })).items[0];

test('undoing removes whom the import added and sets back whom it changed', async () => {
  const [known = '', gone = '', member1 = ''] = addresses(3);
  await importFile(member, `email,first name,phone,city\n${known},Old,+41791234567,Bern\n${member1},M,,\n`, {
    newGroupName: 'Before',
  });
  const { groupId } = (await member.call(importsRoutes.list, {})).items[0] ?? {};
  const deleted = await member.call(contactsRoutes.create, { email: gone, firstName: 'Gone' });
  await member.call(contactsRoutes.delete, { id: deleted.id });
  const before = await stored();

  const done = await importFile(
    member,
    `email,first name,phone,city,tier\n${known},New,+41790000000,Basel,gold\n${gone},Back,,,\n${member1},M,,,\n${addresses(3).join(',,,,\n')},,,,\n`,
    groupId ? { groupId } : {},
  );
  expect(done).toMatchObject({ created: 3, updated: 2, unchanged: 1, undoUntil: expect.any(String) });
  expect(await stored()).not.toEqual(before);

  const undone = await undoImport(member, done.id);
  expect(undone).toMatchObject({ status: 'undone', removed: 3, restored: 2, kept: 0, undoneAt: expect.any(String) });
  expect(await stored()).toEqual(before);
  await expect(member.call(importsRoutes.undo, { id: done.id })).rejects.toThrow(
    'Only a finished import can be undone',
  );
});

test('whoever was mailed or changed since is kept and listed with who and when; reports stay whole', async () => {
  const [mailed = '', edited = '', grouped = '', plain = '', known = ''] = addresses(5);
  await member.call(contactsRoutes.create, { email: known, firstName: 'Old' });
  const done = await importFile(
    member,
    `email,first name\n${mailed},A\n${edited},B\n${grouped},C\n${plain},D\n${known},New\n`,
    { newGroupName: 'Undone' },
  );
  const { id: campaignId } = await buildCampaign(member, done.groupId ?? '');
  await api.owner.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
     select $1, $2, id, email, 'accepted', now() from contacts where email = $3`,
    [member.organizationId, campaignId, mailed],
  );
  for (const email of [edited, known]) {
    const contact = await contactOf(email);
    await member.call(contactsRoutes.update, { id: contact?.id ?? '', lastName: 'Edited' });
  }
  const other = await member.call(groupsRoutes.create, { name: 'Others' });
  await member.call(groupsRoutes.addMember, { id: other.id, contactId: (await contactOf(grouped))?.id ?? '' });

  const undone = await undoImport(member, done.id);
  expect(undone).toMatchObject({ removed: 1, restored: 0, kept: 4 });
  const { items } = await member.call(importsRoutes.kept, { id: done.id });
  expect(items.map(({ email, reason, changedBy }) => `${email} ${reason} ${changedBy}`).toSorted()).toEqual(
    [
      `${mailed} mailed Test person`,
      `${edited} changed Test person`,
      `${grouped} changed Test person`,
      `${known} changed Test person`,
    ].toSorted(),
  );
  expect(await contactOf(plain)).toBeUndefined();
  expect(await contactOf(known)).toMatchObject({ firstName: 'New', lastName: 'Edited' });
  const { rows } = await api.owner.query('select count(*)::int n from deliveries where campaign_id = $1', [campaignId]);
  expect(rows).toEqual([{ n: 1 }]);
  expect((await member.call(groupsRoutes.list)).items.some(({ name }) => name === 'Undone')).toBe(false);
});

test('nobody is resubscribed: not whom the file unsubscribed, not who left since, not by the next import', async () => {
  const [listed = '', known = '', left = ''] = addresses(3);
  await member.call(contactsRoutes.create, { email: known });
  const done = await importFile(member, `email,unsubscribed\n${listed},yes\n${known},yes\n${left},no\n`);
  await member.call(contactsRoutes.unsubscribe, { id: (await contactOf(left))?.id ?? '' });
  expect(await undoImport(member, done.id)).toMatchObject({ removed: 1, restored: 1, kept: 1 });
  expect(await contactOf(listed)).toBeUndefined();
  expect(await contactOf(known)).toMatchObject({ subscription: 'unsubscribed' });
  expect(await contactOf(left)).toMatchObject({ subscription: 'unsubscribed' });
  await importFile(member, `email\n${listed}\n`);
  expect(await contactOf(listed)).toMatchObject({ subscription: 'unsubscribed' });
});

test('an import can be undone for 30 days', async () => {
  const done = await importFile(member, `email\n${addresses(1).join('')}\n`);
  await api.owner.query(`update imports set finished_at = now() - interval '31 days' where id = $1`, [done.id]);
  await expect(member.call(importsRoutes.undo, { id: done.id })).rejects.toThrow('can be undone for 30 days');
});

test('an import belongs to one organization, and so does its undoing', async () => {
  const done = await importFile(member, `email\n${addresses(1).join('')}\n`);
  const stranger = await api.newOrganization();
  await expect(stranger.call(importsRoutes.undo, { id: done.id })).rejects.toThrow('404');
  await expect(stranger.call(importsRoutes.kept, { id: done.id })).rejects.toThrow('404');
  expect((await settledImport(member, done.id)).status).toBe('done');
});

test(`undoing the last of random imports leaves everything as it was before it (seed ${seed})`, async () => {
  let state = seed;
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  const person = await api.newOrganization();
  const people = addresses(30);
  const file = () => {
    const rows = people
      .filter(() => random(2) === 0)
      .map((email) => [
        email,
        ['', 'A', 'B'][random(3)],
        ['', '+41791234567', '+41790000000'][random(3)],
        ['', 'Bern', 'Chur'][random(3)],
      ]);
    return (
      ['email,first name,phone,city', ...rows.map((row) => row.join(','))].join('\n') +
      `\n${addresses(1).join('')},,,\n`
    );
  };
  const states = [await stored(person)];
  const imports: string[] = [];
  for (let each = 0; each < 4; each += 1) {
    imports.push((await importFile(person, file())).id);
    states.push(await stored(person));
  }
  // Of the earlier ones some contacts would be kept: undoing a later import is a change since.
  expect(await undoImport(person, imports[3] ?? '')).toMatchObject({ kept: 0 });
  expect(await stored(person)).toEqual(states[3]);
});
