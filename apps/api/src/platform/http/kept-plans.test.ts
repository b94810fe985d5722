import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { templatesRoutes } from '@engagex/domain/templates';
import { DataSource } from 'typeorm';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
let campaignId: string;
beforeAll(async () => {
  api = await startTestApi();
  member = await api.newOrganization();
  const groupId = await buildGroup(api.owner, member, addresses(5_000));
  campaignId = (await buildCampaign(member, groupId)).id;
  await api.owner.query(`update campaigns set audience = 5000 where id = $1`, [campaignId]);
  await api.owner.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
     select organization_id, $1, id, email, 'accepted', now() from contacts`,
    [campaignId],
  );
  await api.owner.query('analyze contacts, deliveries');
});
afterAll(() => api.close());

interface Prepared {
  readonly statement: string;
  readonly generic: string;
}

const times = 12;

/** What the connection in use was asked each time; requests that come one after the other use the same one. */
function askedEachTime(): Promise<Prepared[]> {
  return api.app.get(DataSource).query(
    `select statement, generic_plans as generic from pg_prepared_statements
     where name like 'kept%' and generic_plans + custom_plans >= $1`,
    [times],
  );
}

test.each<[string, () => Promise<unknown>, number]>([
  ['contacts', () => member.call(contactsRoutes.list), 3],
  ['groups', () => member.call(groupsRoutes.list), 3],
  ['templates', () => member.call(templatesRoutes.list), 3],
  ['campaigns', () => member.call(campaignsRoutes.list), 3],
  ['the people of a campaign', () => member.call(deliveriesRoutes.list, { id: campaignId }), 4],
  ['a report', () => member.call(reportsRoutes.report, { id: campaignId }), 6],
])('PostgreSQL plans what is asked for %s once per connection, not every time', async (_, read, statements) => {
  for (let time = 0; time < times; time += 1) await read();
  const kept = await askedEachTime();
  expect(kept.filter(({ generic }) => Number(generic) === 0)).toEqual([]);
  expect(kept.length).toBeGreaterThanOrEqual(statements);
});
