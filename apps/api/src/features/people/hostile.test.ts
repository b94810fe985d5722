import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { peopleRoutes } from '@engagex/domain/people';
import { chanceOf, seed } from '../../testing/chance.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { personIdOf } from '../events/index.ts';
import { type AcceptedEvent, acceptEvents, applyEvents, secretKey } from './testing/accepted-events.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** Everything about contacts and about what servers said of people. */
async function trustedFields({ organizationId }: TestMember) {
  const tables = ['contacts', 'contact_events', 'suppressions', 'consent_entries', 'person_links', 'group_members'];
  const of = (sql: string) => api.owner.query<{ rows: unknown }>(sql, [organizationId]);
  const held: Record<string, unknown> = {};
  for (const table of tables) {
    const sql = `select coalesce(jsonb_agg(to_jsonb(t) order by t::text), '[]') as rows from ${table} t where organization_id = $1`;
    held[table] = (await of(sql)).rows[0]?.rows;
  }
  const people = await of(`select jsonb_agg(to_jsonb(t) - 'last_seen_at' order by id) as rows from people t
    where organization_id = $1 and kind = 'known'`);
  return { ...held, people: people.rows[0]?.rows };
}

test(`hostile identifies with a public key create no contact and change nothing that is trusted (seed ${seed})`, async () => {
  const chance = chanceOf('hostile identifies');
  const member = await api.newOrganization();
  const { updatedAt } = await member.call(peopleRoutes.settings);
  await member.call(peopleRoutes.saveSettings, { createsContacts: true, version: updatedAt });
  const keyId = await secretKey(api, member);
  await member.call(contactsRoutes.create, { email: 'victim@example.com', externalId: 'victim' });
  const victim = { userId: 'victim', isTrusted: true, keyId } as const;
  await acceptEvents(api, member, [
    { ...victim, kind: 'identify', anonymousId: 'phone', properties: { plan: 'pro' } },
    { ...victim, name: 'purchase' },
  ]);
  await applyEvents(api, member);
  const before = await trustedFields(member);
  expect(before.people).toMatchObject([{ key: 'victim', contact_id: expect.any(String) }]);

  const ids = ['victim', 'victim@example.com', 'VICTIM', 'mallory', '__proto__', ''] as const;
  const hostile = (): AcceptedEvent => ({
    kind: chance.oneOf(['identify', 'identify', 'alias', 'track', 'group']),
    userId: chance.oneOf(ids),
    ...(chance() < 0.7 ? { anonymousId: `device ${chance.between(1, 50)}` } : {}),
    properties: {
      email: chance.oneOf(['victim@example.com', 'spam@example.com', 'x']),
      plan: 'free',
      externalId: 'victim',
      previousId: chance.oneOf(['victim', 'phone', 'mallory']),
      subscription: 'subscribed',
      contact_id: '00000000-0000-7000-8000-000000000000',
    },
    context: { consent: { wording: 'Yes' }, traits: { email: 'spam@example.com' } },
  });
  const batches = Array.from({ length: sized(4, 100) }, () => Array.from({ length: 100 }, hostile));
  await acceptEvents(api, member, ...batches);
  // As if the log had believed them.
  await api.owner.query(
    `update events set person_id = $2 where organization_id = $1 and not trusted and user_id = 'victim' and random() < 0.5`,
    [member.organizationId, personIdOf({ organizationId: member.organizationId, kind: 'user', id: 'victim' })],
  );
  await applyEvents(api, member);
  expect(await trustedFields(member)).toEqual(before);
  const { rows } = await api.owner.query<{ claims: string }>(
    `select count(*) as claims from people where organization_id = $1 and claimed_traits ->> 'plan' = 'free'`,
    [member.organizationId],
  );
  expect(Number(rows[0]?.claims)).toBeGreaterThan(0); // they were looked at
});
