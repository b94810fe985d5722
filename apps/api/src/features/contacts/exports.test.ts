import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes, exportsRoutes, type ExportView } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { addresses, buildGroup } from '../../testing/builders.ts';
import { importFile } from '../../testing/imports.ts';
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
  return { id, view: await viewOf(id), lines: (await response.text()).split('\r\n').slice(0, -1) };
}

test('the contacts that match are written to a file that no spreadsheet runs and an import understands', async () => {
  const [one = '', other = ''] = addresses(2);
  await importFile(member, `email,first name,phone,note\n${one},Zoë,+41791234567,"=cmd(),""x"""\n${other},Ann,,\n`);
  const { view, lines } = await exported({ search: one });
  expect(view).toMatchObject({ total: 1, rows: 1, expiresAt: expect.any(String), problem: null });
  expect(lines).toEqual([
    'Email,First name,Last name,Phone,Language,Country,Time zone,External id,Unsubscribed,Added,note',
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
