import { expect } from 'vitest';
import { attributionsRoutes, usualAttribution } from '@engagex/domain/attributions';
import { addresses, buildCampaign, buildGroup } from '../../../testing/builders.ts';
import { type Changes, inLog } from './change.ts';

export const attributionChanges: Changes = {
  'attributions.save-settings': {
    act: (owner) => owner.call(attributionsRoutes.saveSettings, { ...usualAttribution, clickDays: 7 }),
    entry: {
      objectType: 'attributions',
      before: { ...usualAttribution },
      after: { ...usualAttribution, clickDays: 7 },
    },
  },
  'campaigns.set-goal': {
    arrange: async (owner, api) => (await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(1)))).id,
    act: (owner, id) => owner.call(attributionsRoutes.setGoal, { id, eventName: 'signed_up' }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: expect.objectContaining({ goal: null }) as Record<string, unknown>,
      after: expect.objectContaining({ goal: 'signed_up' }) as Record<string, unknown>,
    },
  },
};
