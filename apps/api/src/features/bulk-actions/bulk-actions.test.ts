import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attributesRoutes, bulkActionsRoutes, contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { runInScope } from '@engagex/tenancy';
import { addresses, buildGroup } from '../../testing/builders.ts';
import { entriesOf } from '../../testing/audit.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { bulkBatchSize } from './bulk-actions.queries.ts';
import { RunBulkAction } from './run-bulk-action.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  member = await api.newOrganization();
});
afterAll(() => api.close());

const everyone = { by: 'filter', filter: {} } as const;
type Start = InputOf<typeof bulkActionsRoutes.start>;

const asWorker = <T>(work: (runner: RunBulkAction) => Promise<T>) =>
  runInScope({ organizationId: member.organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    work(api.app.get(RunBulkAction)),
  );

async function carriedOut(input: Start) {
  const { id } = await member.call(bulkActionsRoutes.start, input);
  await asWorker((runner) => runner.run(id));
  return member.call(bulkActionsRoutes.get, { id });
}

const count = async (groupId?: string) => (await member.call(contactsRoutes.count, { groupId })).count;

test('all who match join a group and leave it; who was already there is counted as unchanged', async () => {
  await buildGroup(api.owner, member, addresses(5));
  const other = await buildGroup(api.owner, member, addresses(2));
  const joined = await carriedOut({ action: { kind: 'add_to_group', groupId: other }, who: everyone, expected: 7 });
  expect(joined).toMatchObject({ status: 'done', contacts: 7, processed: 7, changed: 5 });
  expect(await count(other)).toBe(7);
  const { items } = await member.call(contactsRoutes.list, { limit: 3 });
  const left = await carriedOut({
    action: { kind: 'remove_from_group', groupId: other },
    who: { by: 'ids', ids: items.map(({ id }) => id) },
  });
  expect(left).toMatchObject({ status: 'done', contacts: 3, changed: 3 });
  expect((await member.call(groupsRoutes.list)).items.find(({ id }) => id === other)?.memberCount).toBe(4);
  expect((await member.call(bulkActionsRoutes.list, {})).items.map(({ kind }) => kind)).toEqual([
    'remove_from_group',
    'add_to_group',
  ]);
  const entries = await entriesOf(api.owner, member.organizationId);
  expect(entries.filter(({ action }) => action === 'bulk-actions.start')).toMatchObject([
    { after: { kind: 'add_to_group', contacts: 7 } },
    { after: { kind: 'remove_from_group', contacts: 3 } },
  ]);
});

test('an attribute is set by its type and unset again', async () => {
  await buildGroup(api.owner, member, addresses(3));
  await member.call(attributesRoutes.create, { name: 'tier', label: 'Tier', type: 'number' });
  const set = (value: string | null): Start => ({
    action: { kind: 'set_attribute', attribute: 'tier', value },
    who: everyone,
  });
  expect(await carriedOut(set('2.5'))).toMatchObject({ status: 'done', changed: 3 });
  expect(await carriedOut(set('2.50'))).toMatchObject({ status: 'done', changed: 0 });
  expect((await member.call(contactsRoutes.list, {})).items.map(({ attributes }) => attributes)).toEqual(
    Array.from({ length: 3 }, () => ({ tier: 2.5 })),
  );
  expect(await carriedOut(set(null))).toMatchObject({ changed: 3 });
  await expect(member.call(bulkActionsRoutes.start, set('many'))).rejects.toMatchObject({
    status: 400,
    problem: { errors: [{ path: ['attributes', 'tier'] }] },
  });
});

test('a deletion is undone with the groups, and only once', async () => {
  const groupId = await buildGroup(api.owner, member, addresses(4));
  const before = await member.call(contactsRoutes.create, { email: addresses(1)[0] });
  await member.call(contactsRoutes.delete, { id: before.id });
  const deletion = await carriedOut({ action: { kind: 'delete' }, who: everyone });
  expect(deletion).toMatchObject({ status: 'done', contacts: 4, changed: 4 });
  expect(await count()).toBe(0);
  const { id } = await member.call(bulkActionsRoutes.undo, { id: deletion.id });
  await asWorker((runner) => runner.run(id));
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({
    kind: 'restore',
    status: 'done',
    changed: 4,
  });
  expect([await count(), await count(groupId)]).toEqual([4, 4]); // not who was deleted before
  await expect(member.call(bulkActionsRoutes.undo, { id: deletion.id })).rejects.toMatchObject({ status: 409 });
});

async function manyPeople(people: number): Promise<string> {
  const groupId = await buildGroup(api.owner, member, []);
  await api.owner.query(
    `insert into contacts (organization_id, email) select $1, 'p' || n || '@example.com' from generate_series(1, $2::int) n`,
    [member.organizationId, people],
  );
  return groupId;
}

test('a worker that dies between batches or within one leaves whole batches, and the next ends the rest exactly', async () => {
  const people = 2 * bulkBatchSize + 7;
  const groupId = await manyPeople(people);
  const { id } = await member.call(bulkActionsRoutes.start, {
    action: { kind: 'add_to_group', groupId },
    who: everyone,
  });
  await asWorker((runner) => runner.runBatch(id)); // settles who it is, and dies
  await asWorker((runner) => runner.runBatch(id)); // and dies
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({
    status: 'running',
    processed: bulkBatchSize,
  });

  const blocker = await api.owner.connect();
  await blocker.query('begin');
  await blocker.query('lock table group_members in exclusive mode');
  const dying = asWorker((runner) => runner.runBatch(id)).then(
    () => 'lived',
    () => 'died',
  );
  await expect
    .poll(async () => {
      await blocker.query('select pg_stat_clear_snapshot()'); // within a transaction it would stay the same
      const { rowCount } = await blocker.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into group_members%'`,
      );
      return rowCount;
    })
    .toBe(1);
  expect(await dying).toBe('died');
  await blocker.query('rollback');
  blocker.release();
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({
    status: 'running',
    processed: bulkBatchSize,
  });

  await api.owner.query(`update bulk_actions set updated_at = now() - interval '6 seconds' where id = $1`, [id]);
  const { rows } = await api.owner.query('select id from due_bulk_actions()');
  expect(rows).toContainEqual({ id }); // the sweep finds it
  await Promise.all([asWorker((runner) => runner.run(id)), asWorker((runner) => runner.run(id))]);
  await asWorker((runner) => runner.run(id)); // both may have found it taken
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({
    status: 'done',
    contacts: people,
    processed: people,
    changed: people,
  });
  expect(await count(groupId)).toBe(people);
});

test('a cancelled one stops after the batch under way and says how far it came', async () => {
  const groupId = await manyPeople(bulkBatchSize + 1);
  const { id } = await member.call(bulkActionsRoutes.start, {
    action: { kind: 'add_to_group', groupId },
    who: everyone,
  });
  await asWorker((runner) => runner.runBatch(id)); // settles who it is
  await asWorker((runner) => runner.runBatch(id));
  expect(await member.call(bulkActionsRoutes.cancel, { id })).toMatchObject({
    status: 'cancelled',
    processed: bulkBatchSize,
  });
  await asWorker((runner) => runner.run(id));
  expect(await count(groupId)).toBe(bulkBatchSize);
  await expect(member.call(bulkActionsRoutes.cancel, { id })).rejects.toMatchObject({ status: 409 });
});

test('who comes after the start is not changed, and another number than was confirmed is refused', async () => {
  const groupId = await buildGroup(api.owner, member, addresses(2));
  const { id } = await member.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who: everyone });
  await member.call(contactsRoutes.create, { email: addresses(1)[0] });
  await asWorker((runner) => runner.run(id));
  expect(await count()).toBe(1);
  const start = (input: Partial<Start>) =>
    member.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who: everyone, ...input });
  await expect(start({ expected: 2 })).rejects.toMatchObject({ status: 409, problem: { code: 'bulk-action.changed' } });
  await expect(start({ who: { by: 'ids', ids: [] } })).rejects.toMatchObject({ status: 400 });
  await expect(start({ who: { by: 'filter', filter: { groupId } } })).rejects.toMatchObject({ status: 400 }); // they were deleted
  const stranger = await api.newOrganization();
  await expect(stranger.call(bulkActionsRoutes.get, { id })).rejects.toMatchObject({ status: 404 });
  const unknown = { kind: 'add_to_group', groupId } as const;
  await expect(stranger.call(bulkActionsRoutes.start, { action: unknown, who: everyone })).rejects.toMatchObject({
    status: 404,
  });
});

test('when others match than were agreed to by the time it is settled, nothing is changed', async () => {
  await buildGroup(api.owner, member, addresses(3));
  const start = (input: Partial<Start>) =>
    member.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who: everyone, ...input });
  const agreed = await start({ expected: 3 });
  expect(agreed).toMatchObject({ status: 'queued', contacts: 3, processed: 0 }); // answered before anyone is settled
  const open = await start({});
  const [first] = (await member.call(contactsRoutes.list, { limit: 1 })).items;
  await member.call(contactsRoutes.delete, { id: first?.id ?? '' });
  await asWorker((runner) => runner.run(agreed.id));
  expect(await member.call(bulkActionsRoutes.get, { id: agreed.id })).toMatchObject({
    status: 'failed',
    changed: 0,
    problem: '2 contacts match now, not 3. Check the list and try again.',
  });
  expect(await count()).toBe(2);
  await asWorker((runner) => runner.run(open.id));
  expect(await member.call(bulkActionsRoutes.get, { id: open.id })).toMatchObject({
    status: 'done',
    contacts: 2,
    changed: 2,
  });
});

test('a filter that cannot be read any more ends it in words', async () => {
  await buildGroup(api.owner, member, addresses(1));
  const { id: tier } = await member.call(attributesRoutes.create, { name: 'tier', label: 'Tier', type: 'number' });
  const filter = { conditions: [{ field: 'attribute:tier', operator: 'unset' as const }] };
  const { id } = await member.call(bulkActionsRoutes.start, {
    action: { kind: 'delete' },
    who: { by: 'filter', filter },
  });
  await expect(member.call(attributesRoutes.delete, { id: tier })).rejects.toMatchObject({ status: 409 });
  // Whatever became of it by other means.
  await api.owner.query('update attribute_definitions set deleted_at = now() where id = $1', [tier]);
  await asWorker((runner) => runner.run(id));
  expect(await member.call(bulkActionsRoutes.get, { id })).toMatchObject({
    status: 'failed',
    changed: 0,
    problem: expect.stringContaining('There is no attribute called tier.'),
  });
});
