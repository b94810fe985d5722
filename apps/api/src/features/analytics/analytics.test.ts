import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyticsRoutes } from '@engagex/domain/analytics';
import { contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test('an empty organization has zeros for every day, not gaps or errors', async () => {
  const member = await api.newOrganization();
  const dashboard = await member.call(analyticsRoutes.dashboard, {});
  expect(dashboard).toMatchObject({ contacts: 0, subscribed: 0, groups: 0, templates: 0, campaigns: 0, recent: [] });
  expect(dashboard.days).toHaveLength(30);
  expect(dashboard.days.every(({ accepted, opened, clicked }) => accepted + opened + clicked === 0)).toBe(true);
});

test('viewers share an answer until something changes, and then all of them see it', async () => {
  const member = await api.newOrganization();
  const stranger = await api.newOrganization();
  const colleague = await api.newMember(member.organizationId, 'analyst');
  expect((await colleague.call(analyticsRoutes.dashboard, {})).contacts).toBe(0);
  const contact = await member.call(contactsRoutes.create, { email: addresses(1)[0] ?? '' });
  await member.call(groupsRoutes.create, { name: 'Friends' });
  const seen = async () => {
    const { contacts, groups } = await colleague.call(analyticsRoutes.dashboard, {});
    return { contacts, groups };
  };
  await expect.poll(seen, { timeout: 2_000 }).toEqual({ contacts: 1, groups: 1 });
  await member.call(contactsRoutes.delete, { id: contact.id });
  await expect.poll(seen, { timeout: 2_000 }).toEqual({ contacts: 0, groups: 1 });
  expect((await stranger.call(analyticsRoutes.dashboard, {})).groups).toBe(0);
});
