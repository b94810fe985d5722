import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { eventStagesRoutes, failedEventLimits, failedEventsRoutes } from '@engagex/domain/event-stages';
import { peopleRoutes } from '@engagex/domain/people';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { type AcceptedEvent, acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';
import { batchesOf } from './hand-on.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { EVENT_BATCH_SIZE: '10' } });
  // A stage that cannot store some events: for good, or as long as the fault lasts.
  await api.owner.query('create table faults (name text primary key)');
  await api.owner.query('grant select on faults to public');
  await api.owner.query(`create function refuse_faulty() returns trigger language plpgsql as $$
    begin
      if exists (select from faults f where f.name = new.name) then raise exception 'no room for %', new.name; end if;
      return new;
    end $$`);
  await api.owner.query(
    `create trigger refuse_faulty before insert on contact_events for each row execute function refuse_faulty()`,
  );
});
afterAll(() => api.close());

const cause = (name: string) => api.owner.query('insert into faults values ($1) on conflict do nothing', [name]);
const mend = (name: string) => api.owner.query('delete from faults where name = $1', [name]);

/** An organization with a contact, whose events are `did`. */
async function newContact() {
  const member = await api.newOrganization();
  const { id } = await member.call(contactsRoutes.create, { externalId: 'ada' });
  const did = (name: string, second: number): AcceptedEvent => ({ userId: 'ada', isTrusted: true, name, second });
  await acceptEvents(api, member, [{ ...did('', 0), kind: 'identify' }]);
  await applyEvents(api, member);
  return { member, did, names: () => namesOf(id) };
}

async function namesOf(contactId: string): Promise<string[]> {
  const { rows } = await api.owner.query<{ name: string }>(
    'select name from contact_events where contact_id = $1 order by occurred_at',
    [contactId],
  );
  return rows.map(({ name }) => name);
}

const stageOf = async (member: TestMember, stage: string) =>
  (await member.call(eventStagesRoutes.list)).items.find((each) => each.stage === stage);

/** Lets time pass for what is to be tried again. */
async function tryAgain(member: TestMember, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await api.owner.query(`update failed_events set due_at = now() - interval '1 s' where state = 'retrying'`);
    await applyEvents(api, member);
  }
}

test('an event that a stage cannot apply does not keep the others, and is tried again', async () => {
  const { member, did, names } = await newContact();
  await cause('poison');
  const batch = [did('one', 1), did('poison', 2), did('two', 3)];
  await acceptEvents(api, member, batch, [did('three', 4)]);
  expect(await stageOf(member, 'contacts')).toMatchObject({ applied: 1, waiting: 4 });
  await applyEvents(api, member);
  expect(await names()).toEqual(['one', 'two', 'three']);
  expect(await stageOf(member, 'people')).toMatchObject({ applied: 5, waiting: 0, failed: 0, retrying: 0 });
  expect(await stageOf(member, 'contacts')).toMatchObject({ applied: 4, waiting: 0, failed: 0, retrying: 1 });
  const page = await member.call(failedEventsRoutes.list, { state: 'retrying' });
  expect(page.items).toMatchObject([{ stage: 'contacts', eventName: 'poison', attempts: 1 }]);
  expect(page.items[0]?.problem).toContain('no room for poison');
  await applyEvents(api, member); // it is not due yet
  await mend('poison');
  await tryAgain(member, 1);
  expect(await names()).toEqual(['one', 'poison', 'two', 'three']);
  expect(await stageOf(member, 'contacts')).toMatchObject({ applied: 5, retrying: 0 });
});

test('what fails for good waits for a member, who replays it for that stage alone, or discards it and takes that back', async () => {
  const { member, did, names } = await newContact();
  await cause('doomed');
  const events = Array.from({ length: 3 }, (_, index) => did('doomed', index));
  const stored = await acceptEvents(api, member, events);
  await applyEvents(api, member);
  await tryAgain(member, failedEventLimits.attempts - 1);
  expect(await stageOf(member, 'contacts')).toMatchObject({ failed: 3, retrying: 0, waiting: 0 });
  const { items } = await member.call(failedEventsRoutes.list, { limit: 2 });
  expect(items).toMatchObject([{ attempts: failedEventLimits.attempts }, { state: 'failed', dueAt: null }]);
  const shown = await member.call(failedEventsRoutes.get, { id: items[0]?.id ?? '' });
  expect(stored.map(({ id }) => id)).toContain(shown.eventId);
  expect(shown.event).toMatchObject({ kind: 'track', properties: {} });

  const ids = items.map(({ id }) => id);
  expect(await member.call(failedEventsRoutes.discard, { ids })).toEqual({ changed: 2 });
  expect(await member.call(failedEventsRoutes.discard, { ids })).toEqual({ changed: 0 });
  expect(await member.call(failedEventsRoutes.restore, { ids: ids.slice(0, 1) })).toEqual({ changed: 1 });
  const seen = (await stageOf(member, 'people'))?.applied;
  await mend('doomed');
  expect(await member.call(failedEventsRoutes.replay, { stage: 'people' })).toEqual({ changed: 0 });
  expect(await member.call(failedEventsRoutes.replay, { stage: 'contacts' })).toEqual({ changed: 2 });
  await applyEvents(api, member);
  expect(await names()).toEqual(['doomed', 'doomed']);
  expect((await stageOf(member, 'people'))?.applied).toBe(seen);
  expect(await stageOf(member, 'contacts')).toMatchObject({ failed: 0, retrying: 0 });
  const people = await member.call(peopleRoutes.list, {});
  expect(people.items).toMatchObject([{ key: 'ada' }]);
});

test('failed events are seen by those who may, and decided by admins of their own organization', async () => {
  const { member, did } = await newContact();
  await cause('secret');
  await acceptEvents(api, member, [did('secret', 1)]);
  await applyEvents(api, member);
  await tryAgain(member, failedEventLimits.attempts);
  const [failed] = (await member.call(failedEventsRoutes.list, {})).items;
  const id = failed?.id ?? '';
  const stranger = await api.newOrganization();
  await expect(stranger.call(failedEventsRoutes.get, { id })).rejects.toMatchObject({ status: 404 });
  for (const chosen of [{ ids: [id] }, {}])
    expect(await stranger.call(failedEventsRoutes.replay, chosen)).toEqual({ changed: 0 });
  const manager = await api.newMember(member.organizationId, 'campaign_manager');
  expect((await manager.call(failedEventsRoutes.list, {})).items).toHaveLength(1);
  await expect(manager.call(failedEventsRoutes.replay, {})).rejects.toMatchObject({ status: 403 });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(failedEventsRoutes.list, {})).rejects.toMatchObject({ status: 403 });
});

test('batches of the log become batches of at most so many, with the same events in the same order', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
  const of = (ids: readonly string[], from: number, to: number) => ({
    eventIds: ids,
    firstReceivedAt: at(from),
    lastReceivedAt: at(to),
  });
  const taken = [of(['a', 'b'], 5, 6), of(['c'], 2, 7), of(['d', 'e', 'f', 'g'], 8, 9)];
  expect(batchesOf(taken, 3)).toEqual([of(['a', 'b', 'c'], 2, 7), of(['d', 'e', 'f'], 8, 9), of(['g'], 8, 9)]);
});
