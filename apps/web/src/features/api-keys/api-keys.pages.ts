import type { Feature } from '../../shared/feature.ts';

export const apiKeys: Feature = {
  pages: [
    {
      path: '/settings/api-keys',
      load: async () => (await import('./api-keys-page.tsx')).ApiKeysPage,
      needs: 'api-keys:read',
      settings: { name: 'API keys', place: 24, group: 'access' },
    },
  ],
  things: {
    'api-keys': { name: 'API keys' },
  },
  actions: {
    'api-keys.create': 'Created key',
    'api-keys.rotate': 'Replaced key',
    'api-keys.revoke': 'Revoked key',
  },
};
