import { ClipboardPen } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const forms: Feature = {
  pages: [
    {
      path: '/contacts/forms',
      load: async () => (await import('./forms-page.tsx')).FormsPage,
      needs: 'contacts:read',
      palette: 'Sign-up forms',
      linkedFrom: { page: '/contacts', name: 'Sign-up forms', place: 30, icon: ClipboardPen },
    },
  ],
  things: {
    forms: { name: 'Sign-up forms', one: 'form', href: () => '/contacts/forms' },
  },
  actions: {
    'forms.create': 'Created form',
    'forms.update': 'Changed form',
    'forms.delete': 'Deleted form',
    'forms.restore': 'Restored form',
  },
};
