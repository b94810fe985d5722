import { eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { eventSettingsRoutes } from '@engagex/domain/events';
import { ruleReplaysRoutes } from '@engagex/domain/rule-replays';
import { acceptEvents, applyEvents } from '../../../features/people/testing/accepted-events.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { type Changes, inLog } from './change.ts';

/** The name of an event that was received. */
async function eventName(owner: TestMember, api: TestApi): Promise<string> {
  await acceptEvents(api, owner, [{ name: 'signed_up', anonymousId: 'phone', properties: { plan: 'pro' } }]);
  await applyEvents(api, owner);
  return (await owner.call(eventSchemasRoutes.list, { search: 'signed_up' })).items[0]?.id ?? '';
}

async function blockedName(owner: TestMember, api: TestApi): Promise<string> {
  const id = await eventName(owner, api);
  await owner.call(eventSchemasRoutes.block, { id });
  return id;
}

/** Rules that were checked against what is stored; a worker may have done more. */
const replayOf =
  (kind: 'privacy' | 'attribution', state: string) =>
  async (owner: TestMember, api: TestApi): Promise<string> => {
    const { id } = await owner.call(ruleReplaysRoutes.check, { kind });
    await api.owner.query('update rule_replays set state = $2 where id = $1', [id, state]);
    return id;
  };

export const eventChanges: Changes = {
  'rule-replays.check': {
    act: (owner) => owner.call(ruleReplaysRoutes.check, { kind: 'privacy' }),
    entry: { ...inLog('rule-replays', 'privacy'), after: { rules: { rules: [], cleansUrls: true } } },
  },
  'rule-replays.apply': {
    arrange: replayOf('privacy', 'checked'),
    act: (owner, id) => owner.call(ruleReplaysRoutes.apply, { id, organizationName: 'Test organization' }),
    entry: { ...inLog('rule-replays', 'privacy'), after: { rules: { rules: [], cleansUrls: true }, applied: true } },
  },
  'rule-replays.undo': {
    arrange: replayOf('attribution', 'applied'),
    act: (owner, id) => owner.call(ruleReplaysRoutes.undo, { id }),
    entry: { ...inLog('rule-replays', 'attribution'), after: { undone: true } },
  },
  'event-settings.update': {
    act: (owner) =>
      owner.call(eventSettingsRoutes.update, {
        retentionDays: 90,
        currency: 'EUR',
        privacy: { rules: [{ property: 'email', action: 'drop' }], cleansUrls: true },
      }),
    entry: {
      objectType: 'event-settings',
      before: { retentionDays: null, currency: 'USD', privacy: { rules: [], cleansUrls: true } },
      after: {
        retentionDays: 90,
        currency: 'EUR',
        privacy: { rules: [{ property: 'email', action: 'drop' }], cleansUrls: true },
      },
    },
  },
  'event-settings.rotate-identity-secret': {
    act: (owner) => owner.call(eventSettingsRoutes.rotateIdentitySecret, {}),
    entry: { objectType: 'event-settings', after: { replaced: false } },
  },
  'event-schemas.update': {
    arrange: eventName,
    act: (owner, id) => owner.call(eventSchemasRoutes.update, { id, description: 'Trial began', isExpected: true }),
    entry: {
      ...inLog('event-schemas', 'signed_up'),
      before: { description: '', isExpected: false },
      after: { description: 'Trial began', isExpected: true },
    },
  },
  'event-schemas.update-property': {
    arrange: eventName,
    act: (owner, id) =>
      owner.call(eventSchemasRoutes.updateProperty, { id, name: 'plan', description: 'Plan', isExpected: true }),
    entry: {
      ...inLog('event-schemas', 'signed_up'),
      before: { property: 'plan', description: '', isExpected: false },
      after: { property: 'plan', description: 'Plan', isExpected: true },
    },
  },
  'event-schemas.block': {
    arrange: eventName,
    act: (owner, id) => owner.call(eventSchemasRoutes.block, { id }),
    entry: { ...inLog('event-schemas', 'signed_up'), before: { isBlocked: false }, after: { isBlocked: true } },
  },
  'event-schemas.unblock': {
    arrange: blockedName,
    act: (owner, id) => owner.call(eventSchemasRoutes.unblock, { id }),
    entry: { ...inLog('event-schemas', 'signed_up'), before: { isBlocked: true }, after: { isBlocked: false } },
  },
  'event-schemas.delete': {
    arrange: eventName,
    act: (owner, id) => owner.call(eventSchemasRoutes.delete, { id }),
    entry: inLog('event-schemas', 'signed_up'),
  },
};
