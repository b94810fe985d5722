import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bulkActionsRoutes, contactsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../testing/builders.ts';
import { importFile } from '../testing/imports.ts';
import { Refused, startTestApi, type TestApi, type TestMember } from '../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true });
});
beforeEach(async () => {
  member = await api.newOrganization();
});
afterAll(() => api.close());

/** What is remembered for undoing. */
async function remembered() {
  const { rows } = await api.owner.query<{ created: number; changed: number; bulk: number }>(
    `select (select count(*)::int from import_created where organization_id = $1) as created,
       (select count(*)::int from import_changes where organization_id = $1) as changed,
       (select coalesce(sum(cardinality(contact_ids)), 0)::int from bulk_action_batches where organization_id = $1) as bulk`,
    [member.organizationId],
  );
  return rows[0];
}

const age = (table: 'imports' | 'bulk_actions', days: number) =>
  api.owner.query(
    `update ${table} set finished_at = finished_at - make_interval(days => $2) where organization_id = $1`,
    [member.organizationId, days],
  );

async function deletion() {
  const { items } = await member.call(contactsRoutes.list, {});
  const who = { by: 'ids' as const, ids: items.map(({ id }) => id) };
  const { id } = await member.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who });
  await expect
    .poll(async () => (await member.call(bulkActionsRoutes.get, { id })).status, { timeout: 30_000 })
    .toBe('done');
  return id;
}

test('what undoing an import needs is forgotten a day after it was possible, and not before', async () => {
  const [known = '', fresh = ''] = addresses(2);
  await member.call(contactsRoutes.create, { email: known, firstName: 'Old' });
  const { id } = await importFile(member, `email,first name\n${known},New\n${fresh},Fresh\n`);
  expect(await remembered()).toEqual({ created: 1, changed: 1, bulk: 0 });

  await age('imports', 29);
  expect(await member.call(importsRoutes.get, { id })).toMatchObject({ undoUntil: expect.any(String) });
  await age('imports', 1); // over, and still remembered for a day
  await expect(member.call(importsRoutes.undo, { id })).rejects.toThrow(Refused);
  expect(await remembered()).toEqual({ created: 1, changed: 1, bulk: 0 });
  await age('imports', 2);
  await expect.poll(remembered, { timeout: 30_000 }).toEqual({ created: 0, changed: 0, bulk: 0 });
  await expect
    .poll(async () => (await member.call(importsRoutes.get, { id })).undoUntil, { timeout: 30_000 })
    .toBeNull();
  expect(await member.call(importsRoutes.get, { id })).toMatchObject({ status: 'done', created: 1, updated: 1 });
  await expect(member.call(importsRoutes.undo, { id })).rejects.toMatchObject({
    problem: { code: 'import.undo-over', detail: expect.stringContaining('30 days') },
  });
});

test('whom a bulk change was about is forgotten too; its numbers stay, and undoing says why it cannot', async () => {
  await importFile(member, `email\n${addresses(3).join('\n')}\n`);
  const id = await deletion();
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({ undoUntil: expect.any(String) });
  expect(await remembered()).toMatchObject({ bulk: 3 });
  await age('bulk_actions', 32);
  await expect.poll(remembered, { timeout: 30_000 }).toMatchObject({ bulk: 0 });
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({ contacts: 3, changed: 3, undoUntil: null });
  await expect(member.call(bulkActionsRoutes.undo, { id })).rejects.toMatchObject({
    problem: { code: 'bulk-action.undo-over', detail: expect.stringContaining('30 days') },
  });
});

test('a deletion that was undone offers no second undo', async () => {
  await importFile(member, `email\n${addresses(2).join('\n')}\n`);
  const id = await deletion();
  await member.call(bulkActionsRoutes.undo, { id });
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({ undoUntil: null });
});
