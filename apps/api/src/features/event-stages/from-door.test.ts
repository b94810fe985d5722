import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { eventStagesRoutes } from '@engagex/domain/event-stages';
import { peopleRoutes } from '@engagex/domain/people';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { newSender } from '../events/testing/sender.ts';

let api: TestApi;
beforeAll(async () => {
  // The sweep comes too late for this test: what is accepted wakes the stages.
  api = await startTestApi({ work: true, settings: { EVENT_BATCH_SECONDS: '60' } });
});
afterAll(() => api.close());

test('what the door accepts becomes people and events of contacts, and browsers prove nothing', async () => {
  const browser = await newSender(api);
  const { member } = browser;
  const server = await newSender(api, 'secret', { member });
  const { id: contactId } = await member.call(contactsRoutes.create, { email: 'ada@example.com', externalId: 'ada' });
  const didOfContact = async () => {
    const { rows } = await api.owner.query<{ name: string }>(
      'select name from contact_events where contact_id = $1 order by occurred_at, name',
      [contactId],
    );
    return rows.map(({ name }) => name);
  };
  const page = { type: 'page', anonymousId: 'phone' };
  const claim = { type: 'identify', anonymousId: 'phone', userId: 'ada', traits: { email: 'ada@example.com' } };
  await browser.send('/v1/batch', {
    batch: [page, claim, { type: 'track', event: 'purchase', userId: 'ada', properties: { order_amount: 9 } }],
  });
  const keys = async () => (await member.call(peopleRoutes.list, {})).items.map(({ key }) => key).toSorted();
  await expect.poll(keys, { timeout: 10_000 }).toEqual(['ada', 'phone']);
  const { items } = await member.call(peopleRoutes.list, {});
  expect(items.map(({ kind, contact }) => [kind, contact])).toEqual([
    ['anonymous', null],
    ['anonymous', null],
  ]);
  expect(items.find(({ key }) => key === 'phone')).toMatchObject({ claimedKey: 'ada' });

  await server.send('/v1/identify', { anonymousId: 'phone', userId: 'ada', traits: { plan: 'pro' } });
  await expect.poll(didOfContact, { timeout: 10_000 }).toEqual(['page_view']);
  await browser.send('/v1/events', { event: 'add_to_cart', anonymousId: 'phone' });
  await expect
    .poll(async () => (await didOfContact()).toSorted(), { timeout: 10_000 })
    .toEqual(['add_to_cart', 'page_view']);
  const stages = (await member.call(eventStagesRoutes.list)).items;
  expect(stages.find(({ stage }) => stage === 'people')).toMatchObject({ applied: 5, waiting: 0, failed: 0 });
});
