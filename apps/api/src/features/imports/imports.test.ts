import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  attributesRoutes,
  contactsRoutes,
  groupsRoutes,
  type ImportTarget,
  type ImportView,
  importsRoutes,
} from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { Refused, startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true });
});
beforeAll(async () => {
  member = await api.newOrganization();
  await member.call(attributesRoutes.create, { name: 'city', label: 'City', type: 'text' });
});
afterAll(() => api.close());

async function upload(content: string | Buffer, person = member): Promise<ImportView> {
  const form = new FormData();
  form.set('file', new Blob([content]), 'people.csv');
  const response = await person.fetch('/api/imports', { method: 'POST', body: form });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(response.status, answer as Refused['problem']); // every error answer is a problem
  return answer as ImportView;
}

async function finished(id: string): Promise<ImportView> {
  await expect
    .poll(async () => (await member.call(importsRoutes.get, { id })).status, { timeout: 15_000, interval: 50 })
    .toMatch(/done|failed|cancelled/);
  const view = await member.call(importsRoutes.get, { id });
  if (view.status === 'done') expect(view.created + view.updated + view.unchanged + view.rejected).toBe(view.rows);
  return view;
}

async function importFile(content: string, mapping?: ImportTarget[], newGroupName?: string): Promise<ImportView> {
  const uploaded = await upload(content);
  await member.call(importsRoutes.start, { id: uploaded.id, mapping: mapping ?? uploaded.mapping, newGroupName });
  return finished(uploaded.id);
}

test('a file is imported whole: new, changed, unchanged and rejected rows add up to it', async () => {
  const [known = '', same = ''] = addresses(2);
  await member.call(contactsRoutes.create, {
    email: known,
    firstName: 'Old',
    lastName: 'Name',
    attributes: { city: 'Bern' },
  });
  await member.call(contactsRoutes.create, { email: same, firstName: 'Same' });
  const [fresh = ''] = addresses(1, 'Zoë'.normalize('NFKD').replace(/[^a-z]/gi, ''));
  const done = await importFile(
    [
      'E-Mail,First name,Last name,Unsubscribed,Lieblingsfarbe',
      `${known.toUpperCase()},New,,no,blue`,
      `${same},Same,,no,`,
      `${fresh},Zoë,"O'Neill, ""Zo""",no,grün`,
      `${fresh.toUpperCase()},Twice,,no,`,
      'not-an-address,X,,no,',
    ].join('\r\n'),
    undefined,
    'Imported',
  );
  expect(done).toMatchObject({ status: 'done', rows: 5, created: 1, updated: 1, unchanged: 1, rejected: 2 });

  const { items } = await member.call(contactsRoutes.list, { search: known });
  expect(items).toMatchObject([
    { firstName: 'New', lastName: 'Name', attributes: { city: 'Bern', lieblingsfarbe: 'blue' } },
  ]);
  const rejections = await member.call(importsRoutes.rejections, { id: done.id });
  expect(rejections.items.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'Same address as line 4.'],
    [6, 'The address has no name before the @ sign.'],
  ]);
  const group = (await member.call(groupsRoutes.list)).items.find(({ name }) => name === 'Imported');
  expect(group?.memberCount).toBe(3);
});

test('columns become attributes: known ones by their type, new ones by what they hold, without cells that are neither', async () => {
  await member.call(attributesRoutes.create, { name: 'tier', label: 'Tier', type: 'number' });
  await member.call(attributesRoutes.create, { name: 'colours', label: 'Colours', type: 'list' });
  const [first = '', second = ''] = addresses(2);
  const file = (colours: string) => `email,tier,colours,shoe size\n${first},7.5,${colours},42\n${second},many,,`;
  const done = await importFile(file('red;blue'));
  expect(done).toMatchObject({ created: 2, rejected: 0 });
  const { items } = await member.call(importsRoutes.cells, { id: done.id });
  expect(items).toMatchObject([{ line: 3, column: 1, value: 'many', reason: 'is not a number', email: second }]);
  expect(await importFile(file('red'))).toMatchObject({ updated: 1 }); // a shorter list is another list
  expect((await member.call(contactsRoutes.list, { search: first })).items).toMatchObject([
    { attributes: { tier: 7.5, colours: ['red'], shoe_size: 42 } },
  ]);
  const known = (await member.call(attributesRoutes.list)).items.find(({ name }) => name === 'shoe_size');
  expect(known).toMatchObject({ label: 'shoe size', type: 'number' });
});

test('who unsubscribed is never resubscribed: not in another case, not after deletion, not by hand', async () => {
  const [email = ''] = addresses(1);
  const contact = await member.call(contactsRoutes.create, { email });
  await member.call(contactsRoutes.unsubscribe, { id: contact.id });
  await importFile(`email,unsubscribed\n${email.toUpperCase()},no`);
  expect((await member.call(contactsRoutes.get, { id: contact.id })).subscription).toBe('unsubscribed');
  await member.call(contactsRoutes.delete, { id: contact.id });
  await importFile(`email,unsubscribed\n${email},no`);
  expect((await member.call(contactsRoutes.get, { id: contact.id })).subscription).toBe('unsubscribed');
  await member.call(contactsRoutes.delete, { id: contact.id });
  expect(await member.call(contactsRoutes.create, { email })).toMatchObject({
    id: contact.id,
    subscription: 'unsubscribed',
  });
});

const bad: [string, string | Buffer, string | RegExp, number | undefined][] = [
  ['empty', '', 'The file is empty.', undefined],
  ['only a header', 'email,name\n', 'The file has a header but no rows below it.', 1],
  [
    '20,000 columns',
    `${Array.from({ length: 20_000 }, (_, index) => `c${index}`).join(',')}\n`,
    'The file has 20,000 columns; at most 200 can be imported.',
    1,
  ],
];

test.each(bad)(
  'a file that is malformed (%s) is refused, naming the line, and leaves nothing',
  async (_name, content, message, line) => {
    const before = await member.call(importsRoutes.list, {});
    const refusal = await upload(content).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    if (!(refusal instanceof Refused)) return;
    expect(refusal.problem.code).toBe('import.malformed');
    if (typeof message === 'string') expect(refusal.problem.detail).toBe(message);
    else expect(refusal.problem.detail).toMatch(message);
    if (line !== undefined) expect(refusal.problem.errors?.[0]?.line).toBe(line);
    expect((await member.call(importsRoutes.list, {})).items).toHaveLength(before.items.length);
  },
);

test('a mapping without an address, or with two of one field, is refused', async () => {
  const { id } = await upload('email,name\na@b.example,A\n');
  await expect(member.call(importsRoutes.start, { id, mapping: ['ignore', 'firstName'] })).rejects.toThrow(
    'which column is the email',
  );
  await expect(member.call(importsRoutes.start, { id, mapping: ['email', 'email'] })).rejects.toThrow(
    'Two columns are mapped to email',
  );
  await expect(member.call(importsRoutes.start, { id, mapping: ['email'] })).rejects.toThrow('import.mapping');
});

test('an import whose worker died is begun again and ends exact', async () => {
  const emails = addresses(50);
  const uploaded = await upload(`email\n${emails.join('\n')}\n`);
  await api.owner.query(
    `update imports set status = 'running', attempts = 1, heartbeat_at = now() - interval '1 hour', mapping = '["email"]' where id = $1`,
    [uploaded.id],
  );
  expect(await finished(uploaded.id)).toMatchObject({ status: 'done', created: 50, rejected: 0 });
});

test('a cancelled import keeps nothing', async () => {
  const emails = addresses(60_000);
  const uploaded = await upload(`email\n${emails.join('\n')}\n`);
  await member.call(importsRoutes.start, { id: uploaded.id, mapping: ['email'] });
  await expect
    .poll(async () => (await member.call(importsRoutes.get, { id: uploaded.id })).status, { interval: 10 })
    .toBe('running');
  await member.call(importsRoutes.cancel, { id: uploaded.id });
  expect((await finished(uploaded.id)).status).toBe('cancelled');
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const { rows } = await api.owner.query('select count(*)::int n from contacts where email = any($1)', [emails]);
  expect(rows[0].n).toBe(0);
}, 40_000);

test('rejected rows come back as a CSV that no spreadsheet runs', async () => {
  const done = await importFile('email,note\nnope,"=cmd()|""x"""\n', ['email', 'attribute:note']);
  const response = await member.fetch(`/api/imports/${done.id}/rejections.csv`);
  expect(response.headers.get('content-type')).toContain('text/csv');
  expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(
    `\uFEFFLine,Reason,email,note\r\n2,The address has no name before the @ sign.,nope,"'=cmd()|""x"""\r\n`,
  );
});

test('imports belong to one organization, and an analyst sees none', async () => {
  const { id } = await upload('email\na@b.example\n');
  const stranger = await api.newOrganization();
  await expect(stranger.call(importsRoutes.get, { id })).rejects.toMatchObject({ status: 404 });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(importsRoutes.get, { id })).rejects.toMatchObject({ status: 403 });
});

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));

test(`whatever is in a file, its rows are all accounted for (seed ${seed})`, async () => {
  let state = seed;
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  const cell = () => ['', 'x', 'é', '"', ',', '\n', ' a@b ', '=1', '\\N', '\t', '\\.', '🎉'][random(12)] ?? '';
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const people = addresses(40);
  const rows = Array.from({ length: 400 }, () => {
    const email = random(4) === 0 ? cell() : (people[random(40)] ?? '');
    return [random(2) ? email.toUpperCase() : email, cell() + cell(), cell(), ['yes', 'no', '', 'x'][random(4)] ?? '']
      .map(quoted)
      .join(',');
  });
  const done = await importFile(`email,first name,note,unsubscribed\n${rows.join('\n')}\n`);
  expect(done.status).toBe('done');
  const { rows: stored } = await api.owner.query<{ n: number }>(
    'select count(*)::int n from contacts where lower(email) = any($1)',
    [people],
  );
  expect(done.created).toBe(stored[0]?.n);
});

test('two files with the same new people, imported at the same time, make each of them once', async () => {
  const people = addresses(3_000, 'racing');
  const file = ['email,first name', ...people.map((email, index) => `${email},Person ${index}`)].join('\n');
  const uploaded = [await upload(file), await upload(file)];
  await Promise.all(uploaded.map(({ id, mapping }) => member.call(importsRoutes.start, { id, mapping })));
  const [one, other] = await Promise.all(uploaded.map(({ id }) => finished(id)));
  expect([one?.status, other?.status]).toEqual(['done', 'done']);
  expect((one?.created ?? 0) + (other?.created ?? 0)).toBe(3_000);
  expect((one?.unchanged ?? 0) + (other?.unchanged ?? 0)).toBe(3_000);
});
