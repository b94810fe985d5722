import { afterAll, beforeAll, expect, test } from 'vitest';
import { membersRoutes } from '@engagex/domain/accounts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

async function memberIdOf(member: TestMember): Promise<string> {
  const { rows } = await api.owner.query<{ id: string }>(
    'select id from memberships where organization_id = $1 and user_id = $2',
    [member.organizationId, member.userId],
  );
  return rows[0]?.id ?? '';
}

async function rolesIn({ organizationId }: TestMember): Promise<string[]> {
  const { rows } = await api.owner.query<{ role: string }>(
    'select role from memberships where organization_id = $1 order by role',
    [organizationId],
  );
  return rows.map(({ role }) => role);
}

/** Fills the API's pool of connections, or the first request would be over before the others have one. */
async function connectAll(member: TestMember): Promise<void> {
  await Promise.all(Array.from({ length: 50 }, () => member.call(membersRoutes.list, {})));
}

test('the chosen member becomes owner and the owner admin', async () => {
  const owner = await api.newOrganization();
  const editor = await api.newMember(owner.organizationId, 'editor');
  const memberId = await memberIdOf(editor);
  const { items } = await owner.call(membersRoutes.list, {});
  expect(items.find(({ id }) => id === memberId)?.can).toEqual(['change_role', 'remove', 'transfer']);
  expect(items.find(({ userId }) => userId === owner.userId)?.can).toEqual([]);
  // From now on the caller may do what an admin may.
  expect(await owner.call(membersRoutes.transfer, { memberId })).toMatchObject({ role: 'owner', can: [] });
  expect(await rolesIn(owner)).toEqual(['admin', 'owner']);
  await expect(owner.call(membersRoutes.transfer, { memberId })).rejects.toMatchObject({ status: 403 });
  await editor.call(membersRoutes.transfer, { memberId: await memberIdOf(owner) });
});

test('not by an admin, not to a stranger, not to oneself', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  const stranger = await api.newOrganization();
  await expect(admin.call(membersRoutes.transfer, { memberId: await memberIdOf(admin) })).rejects.toMatchObject({
    status: 403,
  });
  await expect(owner.call(membersRoutes.transfer, { memberId: await memberIdOf(stranger) })).rejects.toMatchObject({
    status: 404,
    problem: { code: 'member.not-found' },
  });
  await expect(owner.call(membersRoutes.transfer, { memberId: await memberIdOf(owner) })).rejects.toMatchObject({
    status: 400,
    problem: { code: 'member.transfer-to-oneself' },
  });
  await expect(owner.call(membersRoutes.transfer, { memberId: 'nobody' })).rejects.toMatchObject({ status: 400 });
  expect(await rolesIn(owner)).toEqual(['admin', 'owner']);
});

test('fifty transfers at once make one new owner', async () => {
  const owner = await api.newOrganization();
  const members = await Promise.all(Array.from({ length: 50 }, () => api.newMember(owner.organizationId, 'analyst')));
  const ids = await Promise.all(members.map(memberIdOf));
  await connectAll(owner);
  const answers = await Promise.allSettled(ids.map((memberId) => owner.call(membersRoutes.transfer, { memberId })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const roles = await rolesIn(owner);
  expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
  expect(roles.filter((role) => role === 'admin')).toHaveLength(1);
});

test('owners who transfer, leave and demote each other all at once never leave it without an owner', async () => {
  const owner = await api.newOrganization();
  const second = await api.newMember(owner.organizationId, 'owner');
  const third = await api.newMember(owner.organizationId, 'editor');
  const [one, other, last] = await Promise.all([owner, second, third].map(memberIdOf));
  await connectAll(owner);
  await Promise.allSettled(
    Array.from({ length: 50 }, (_, index): Promise<unknown> => {
      const [who, whom] = index % 2 ? [owner, other] : [second, one];
      if (index % 4 === 0) return who.call(membersRoutes.transfer, { memberId: last ?? '' });
      if (index % 4 === 1) return who.call(membersRoutes.leave, {});
      if (index % 4 === 2) return who.call(membersRoutes.changeRole, { id: whom ?? '', role: 'editor' });
      return who.call(membersRoutes.transfer, { memberId: whom ?? '' });
    }),
  );
  expect((await rolesIn(owner)).filter((role) => role === 'owner').length).toBeGreaterThanOrEqual(1);
});
