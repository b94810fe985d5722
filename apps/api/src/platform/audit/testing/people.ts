import { expect } from 'vitest';
import { failedEventsRoutes } from '@engagex/domain/event-stages';
import { exploreRoutes } from '@engagex/domain/explore';
import { peopleRoutes } from '@engagex/domain/people';
import { acceptEvents, applyEvents } from '../../../features/people/testing/accepted-events.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { type Changes, inLog } from './change.ts';

/** The known person of a device, by their id. */
async function mergedPerson(owner: TestMember, api: TestApi): Promise<string> {
  await acceptEvents(api, owner, [{ kind: 'identify', anonymousId: 'phone', userId: 'ada', isTrusted: true }]);
  await applyEvents(api, owner);
  return (await owner.call(peopleRoutes.list, { kind: 'known' })).items[0]?.id ?? '';
}

async function linkOf(owner: TestMember, id: string) {
  return { id, linkId: (await owner.call(peopleRoutes.get, { id })).links[0]?.id ?? '' };
}

const failedIn = (state: string) => async (owner: TestMember, api: TestApi) => {
  await api.owner.query(
    `insert into failed_events (organization_id, stage, event_id, received_at, event_name, state, attempts, problem)
     values ($1, 'contacts', uuidv7(), now(), 'purchase', $2, 8, 'No room')`,
    [owner.organizationId, state],
  );
  const { items } = await owner.call(failedEventsRoutes.list, { state: state === 'failed' ? 'failed' : 'discarded' });
  return items[0]?.id ?? '';
};

const manyFailed = { objectType: 'failed-events', before: null, after: { events: 1 } };

export const peopleChanges: Changes = {
  'segments.create-of-people': {
    act: (owner) =>
      owner.call(exploreRoutes.savePeople, {
        query: { kind: 'top', period: { kind: 'last', days: 7 }, event: { name: 'purchase' }, property: null },
        of: { kind: 'top', group: { kind: 'all' } },
        name: 'Buyers',
      }),
    entry: {
      ...inLog('segments', 'Buyers'),
      after: expect.objectContaining({ contacts: 0 }) as Record<string, unknown>,
    },
  },
  'people.separate': {
    arrange: mergedPerson,
    act: async (owner, id) => owner.call(peopleRoutes.separate, await linkOf(owner, id)),
    entry: { ...inLog('people', 'ada'), after: expect.objectContaining({ isOne: false }) as Record<string, unknown> },
  },
  'people.rejoin': {
    arrange: async (owner, api) => {
      const id = await mergedPerson(owner, api);
      await owner.call(peopleRoutes.separate, await linkOf(owner, id));
      return id;
    },
    act: async (owner, id) => owner.call(peopleRoutes.rejoin, await linkOf(owner, id)),
    entry: { ...inLog('people', 'ada'), after: expect.objectContaining({ isOne: true }) as Record<string, unknown> },
  },
  'people.save-settings': {
    act: async (owner) => {
      const { updatedAt } = await owner.call(peopleRoutes.settings);
      return owner.call(peopleRoutes.saveSettings, { createsContacts: true, version: updatedAt });
    },
    entry: { objectType: 'people', before: { createsContacts: false }, after: { createsContacts: true } },
  },
  'failed-events.replay': {
    arrange: failedIn('failed'),
    act: (owner, id) => owner.call(failedEventsRoutes.replay, { ids: [id] }),
    entry: manyFailed,
  },
  'failed-events.discard': {
    arrange: failedIn('failed'),
    act: (owner) => owner.call(failedEventsRoutes.discard, { stage: 'contacts' }),
    entry: manyFailed,
  },
  'failed-events.restore': {
    arrange: failedIn('discarded'),
    act: (owner, id) => owner.call(failedEventsRoutes.restore, { ids: [id] }),
    entry: manyFailed,
  },
};
