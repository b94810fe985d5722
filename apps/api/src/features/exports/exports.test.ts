import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesRoutes, contactsRoutes, exportsRoutes, type ExportView } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { addresses, buildGroup } from '../../testing/builders.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { importFile, startImport, uploadFile } from '../../testing/imports.ts';
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

async function viewOf(id: string): Promise<ExportView | undefined> {
  return (await member.call(exportsRoutes.list, {})).items.find((each) => each.id === id);
}

async function exported(filter: InputOf<typeof exportsRoutes.create>) {
  const { id } = await member.call(exportsRoutes.create, filter);
  await expect.poll(async () => (await viewOf(id))?.status, { timeout: 20_000, interval: 50 }).toBe('done');
  const response = await member.fetch(`/api/exports/${id}/contacts.csv`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const file = Buffer.from(await response.arrayBuffer());
  expect(file.subarray(0, 3)).toEqual(Buffer.from('\uFEFF')); // by which Excel knows UTF-8
  return { id, view: await viewOf(id), file, lines: file.toString().slice(1).split('\r\n').slice(0, -1) };
}

test('the contacts that match are written to a file that no spreadsheet runs and an import understands', async () => {
  const [one = '', other = ''] = addresses(2);
  await importFile(member, `email,first name,phone,note\n${one},Zoë,+41791234567,"=cmd(),""x"""\n${other},Ann,,\n`);
  const { view, lines } = await exported({ search: one });
  expect(view).toMatchObject({ total: 1, rows: 1, expiresAt: expect.any(String), problem: null });
  expect(lines).toEqual([
    'Email,First name,Last name,Phone,Language,Country,Time zone,External ID,Unsubscribed,Added,note',
    expect.stringMatching(new RegExp(`^${one},Zoë,,'\\+41791234567,,,,,no,20.+Z,"'=cmd\\(\\),""x"""$`)),
  ]);
  const again = await importFile(member, `${lines.join('\n')}\n`);
  expect(again).toMatchObject({ rows: 1, updated: 1 }); // only by the column Added, which becomes an attribute
});

test('a group of several pages is written whole, and a selection is just that', async () => {
  const emails = addresses(2_500, 'many');
  const groupId = await buildGroup(api.owner, member, emails);
  const { view, lines } = await exported({ groupId });
  expect(view).toMatchObject({ total: 2_500, rows: 2_500 });
  expect(
    lines
      .slice(1)
      .map((line) => line.split(',')[0] ?? '')
      .toSorted(),
  ).toEqual(emails.toSorted());
  const { items } = await member.call(contactsRoutes.list, { groupId, limit: 3 });
  const selection = await exported({ contactIds: items.map(({ id }) => id) });
  expect(selection.lines.slice(1).map((line) => line.split(',')[0])).toEqual(items.map(({ email }) => email));
});

test('a file is there for 24 hours, then it is removed', async () => {
  const { id } = await exported({});
  const { rows } = await api.owner.query<{ file_key: string }>('select file_key from exports where id = $1', [id]);
  const path = join(api.config.FILES_DIR, rows[0]?.file_key ?? '');
  expect(path).toContain(`${member.organizationId}/exports/`);
  expect(existsSync(path)).toBe(true);
  await api.owner.query(`update exports set expires_at = now() - interval '1 second' where id = $1`, [id]);
  expect((await member.fetch(`/api/exports/${id}/contacts.csv`)).status).toBe(409);
  await expect.poll(async () => (await viewOf(id))?.status, { timeout: 20_000 }).toBe('expired');
  expect(existsSync(path)).toBe(false);
});

test('an export whose worker died is begun again', async () => {
  const { id } = await exported({});
  await api.owner.query(
    `update exports set status = 'running', heartbeat_at = now() - interval '1 hour', row_count = 3 where id = $1`,
    [id],
  );
  await expect.poll(async () => (await viewOf(id))?.status, { timeout: 20_000 }).toBe('done');
});

test('nothing that matches is nothing to export, and another organization sees none', async () => {
  await expect(member.call(exportsRoutes.create, { search: 'nobody at all' })).rejects.toThrow('export.empty');
  const { id } = await exported({});
  const stranger = await api.newOrganization();
  expect((await stranger.fetch(`/api/exports/${id}/contacts.csv`)).status).toBe(404);
  expect((await stranger.call(exportsRoutes.list, {})).items).toEqual([]);
});

const attributeTypesOf = {
  points: 'number',
  born: 'date',
  seen: 'timestamp',
  vip: 'boolean',
  tags: 'list',
  note: 'text',
} as const;

/** Contacts with whatever a cell of a file may be taken for. */
function randomContacts(count: number, name: string) {
  const chance = chanceOf(name);
  const words = [
    '=1+1',
    "'=1+1",
    "'",
    ';',
    '|',
    ',',
    '"',
    'Zoë',
    '＝SUM(A1)',
    '@x',
    '+41',
    '-',
    '--',
    'n/a',
    'NULL',
    "'--",
    '–',
    '007',
    "'90s",
    '["a"]',
    'sep=;',
    '花子',
    '1,5',
    'a b',
  ] as const;
  const text = () => `${chance.oneOf(words)}${chance() < 0.5 ? chance.oneOf(words) : ''}`;
  const time = () => new Date(chance.between(-1_000_000, 2_000_000) * 1_000_003).toISOString();
  return addresses(count, 'back').map((email, at) => ({
    email,
    firstName: text(),
    ...(chance() < 0.7 ? { lastName: text() } : {}),
    ...(chance() < 0.5 ? { phone: `+4179${chance.between(1_000_000, 9_999_999)}` } : {}),
    ...(chance() < 0.5 ? { externalId: `${text()} ${at}` } : {}),
    ...(chance() < 0.3 ? { language: chance.oneOf(['de', 'pt-BR']), country: 'CH', timeZone: 'Europe/Zurich' } : {}),
    attributes: {
      points: chance.oneOf([0, -1.5, 1234.567, 1e21, 1e-7, chance.between(0, 100_000) / 100]),
      born: time().slice(0, 10),
      seen: time(),
      vip: chance() < 0.5,
      tags: [...new Set([text(), text(), text()])],
      note: `${text()}\n${text()}`,
    },
  }));
}

test.for(['csv', 'xlsx'] as const)(
  `contacts that are exported as %s and imported into another organization are the same (seed ${seed})`,
  async (format) => {
    const people = randomContacts(25, format);
    const there = await api.newOrganization();
    const here = await api.newOrganization();
    for (const [name, type] of Object.entries(attributeTypesOf))
      for (const each of [there, here]) await each.call(attributesRoutes.create, { name, label: name, type });
    for (const person of people) await there.call(contactsRoutes.create, person);
    const { id } = await there.call(exportsRoutes.create, { format });
    await expect
      .poll(async () => (await there.call(exportsRoutes.list, {})).items[0]?.status, { timeout: 20_000, interval: 50 })
      .toBe('done');
    const file = Buffer.from(await (await there.fetch(`/api/exports/${id}/contacts.${format}`)).arrayBuffer());
    const { columns, ...uploaded } = await uploadFile(here, file, `contacts.${format}`);
    const mapping = uploaded.mapping.map((target, at) => (columns[at] === 'Added' ? 'ignore' : target));
    const done = await startImport(here, uploaded.id, { mapping });
    expect(done).toMatchObject({ created: people.length, rejected: 0, findings: { cells: [] } });
    const all = async (member: TestMember) =>
      (await member.call(contactsRoutes.list, { limit: 100 })).items
        .map(({ id: _id, createdAt: _created, updatedAt: _updated, ...rest }) => rest)
        .toSorted((one, other) => (one.email ?? '').localeCompare(other.email ?? ''));
    expect(await all(here)).toEqual(await all(there));
  },
);
