import { ContactRound } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const contacts: Feature = {
  pages: [
    {
      path: '/contacts',
      load: async () => (await import('./contacts-page.tsx')).ContactsPage,
      needs: 'contacts:read',
      navigation: { name: 'Contacts', place: 40, icon: ContactRound, key: 'p' },
    },
    {
      path: '/contacts/:id',
      load: async () => (await import('./contact-page.tsx')).ContactPage,
      needs: 'contacts:read',
    },
  ],
  search: {
    heading: 'Contacts',
    place: 50,
    needs: 'contacts:read',
    load: async () => (await import('./find-contacts.ts')).findContacts,
  },
  things: {
    contacts: { name: 'Contacts', one: 'contact', href: (id) => `/contacts/${id}` },
    'contact-views': { name: 'Saved contact views', one: 'view', href: () => '/contacts' },
    preferences: { name: 'Contact preferences' },
    'personal-data': { name: 'Erased people' },
  },
  actions: {
    'contact-views.create': 'Saved view',
    'contact-views.update': 'Changed view',
    'contact-views.delete': 'Deleted view',
    'contact-views.restore': 'Restored view',
    'contacts.create': 'Added contact',
    'contacts.update': 'Changed contact',
    'contacts.unsubscribe': 'Unsubscribed contact',
    'contacts.merge': 'Merged another contact into',
    'contacts.delete': 'Deleted contact',
    'contacts.restore': 'Restored contact',
    'personal-data.erase': 'Erased a person',
    'preferences.set-topic': 'Changed the topic preferences of',
  },
};
