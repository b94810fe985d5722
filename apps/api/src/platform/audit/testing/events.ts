import { eventSettingsRoutes } from '@engagex/domain/events';
import type { Changes } from './change.ts';

export const eventChanges: Changes = {
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
};
