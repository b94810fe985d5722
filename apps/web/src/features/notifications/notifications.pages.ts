import type { Feature } from '../../shared/feature.ts';

export const notifications: Feature = {
  pages: [
    {
      path: '/notifications',
      load: async () => (await import('./inbox-page.tsx')).InboxPage,
      needs: 'notifications:read',
      palette: 'Inbox',
    },
    {
      path: '/settings/notifications',
      load: async () => (await import('./settings-page.tsx')).NotificationSettingsPage,
      needs: 'notifications:read',
      settings: { name: 'Notifications', place: 92, group: 'personal' },
      palette: 'Notification settings',
    },
  ],
  things: {
    notifications: { name: 'Notification settings' },
  },
  actions: {
    'notifications.update': 'Changed what they are notified of',
    'notifications.set-defaults': 'Changed what members are notified of by default',
  },
};
