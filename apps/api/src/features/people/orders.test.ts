import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { type AcceptedEvent, acceptEvents, applyEvents } from './testing/accepted-events.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const users = ['ada', 'bob', 'cem'] as const;
const devices = ['phone', 'tablet', 'laptop', 'kiosk'] as const;

/** What came of the same events, without what is new each time: who is whom, and what whose contact did. */
async function outcome(events: readonly AcceptedEvent[], batchSize: number) {
  const member = await api.newOrganization();
  for (const externalId of users.slice(0, 2)) await member.call(contactsRoutes.create, { externalId });
  const batches: AcceptedEvent[][] = [];
  for (let start = 0; start < events.length; start += batchSize) batches.push(events.slice(start, start + batchSize));
  for (const batch of batches) {
    await acceptEvents(api, member, batch);
    await applyEvents(api, member);
  }
  const rowsOf = async (sql: string) =>
    (await api.owner.query<Record<string, unknown>>(sql, [member.organizationId])).rows;
  return {
    people:
      await rowsOf(`select p.kind, p.key, p.traits, p.claimed_traits, p.first_seen_at, p.last_seen_at, c.external_id as contact
      from people p left join contacts c on c.id = p.contact_id where p.organization_id = $1 order by p.kind, p.key`),
    links: await rowsOf(`select a.key, k.key as into, l.reason, l.event_at from person_links l
      join people a on (a.organization_id, a.id) = (l.organization_id, l.person_id)
      join people k on (k.organization_id, k.id) = (l.organization_id, l.into_id)
      where l.organization_id = $1 and l.undone_at is null order by 1`),
    refused: await rowsOf(`select a.key, k.key as other, r.reason from refused_merges r
      join people a on (a.organization_id, a.id) = (r.organization_id, r.person_id)
      join people k on (k.organization_id, k.id) = (r.organization_id, r.other_id)
      where r.organization_id = $1 order by 1, 2, 3`),
    events:
      await rowsOf(`select c.external_id, e.name, e.occurred_at from contact_events e join contacts c on c.id = e.contact_id
      where e.organization_id = $1 order by 1, 3, 2`),
    totals: await rowsOf(`select c.external_id, t.name, t.times, t.first_at, t.latest from contact_event_totals t
      join contacts c on c.id = t.contact_id where t.organization_id = $1 order by 1, 2`),
  };
}

test(`the same events in any order and any batches end in the same people, merges and totals (seed ${seed})`, async () => {
  const chance = chanceOf('orders of events');
  for (let round = 0; round < sized(3, 100); round += 1) {
    // No second at which two events tell the same trait: which of them is the later one would be drawn anew each time.
    const events = Array.from({ length: 40 }, (_, second): AcceptedEvent => {
      const user = { userId: chance.oneOf(users), isTrusted: chance() < 0.8 };
      const kind = chance.oneOf(['track', 'page', 'identify', 'alias'] as const);
      if (kind === 'alias') return { kind, ...user, second, properties: { previousId: chance.oneOf(devices) } };
      const device = chance() < 0.8 ? { anonymousId: chance.oneOf(devices) } : {};
      const isKnown = kind === 'identify' || !('anonymousId' in device) || chance() < 0.2;
      return {
        kind,
        name: `event ${second % 5}`,
        second,
        ...device,
        ...(isKnown ? user : {}),
        properties: { plan: second },
      };
    });
    const shuffled = events.map((event) => ({ event, at: chance() })).toSorted((one, other) => one.at - other.at);
    const again = shuffled.map(({ event }) => event);
    const first = await outcome(events, 40);
    expect(await outcome(again, chance.between(3, 15))).toEqual(first);
    expect(first.links.length + first.refused.length).toBeGreaterThan(0);
  }
});
