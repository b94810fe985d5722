import { Mail } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const messages: Feature = {
  pages: [
    {
      path: '/campaigns/messages',
      load: async () => (await import('./messages-page.tsx')).MessagesPage,
      needs: 'messages:read',
      palette: 'Messages',
      linkedFrom: { page: '/campaigns', name: 'Messages', place: 10, icon: Mail },
    },
    {
      path: '/campaigns/messages/:id',
      load: async () => (await import('./message-page.tsx')).MessagePage,
      needs: 'messages:read',
    },
  ],
  things: {
    messages: { name: 'Messages' },
  },
  actions: {
    'messages.create': 'Sent',
  },
};
