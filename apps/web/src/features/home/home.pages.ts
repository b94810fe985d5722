import { House } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const home: Feature = {
  pages: [
    {
      path: '/',
      load: async () => (await import('./home-page.tsx')).HomePage,
      navigation: { name: 'Home', place: 10, icon: House, key: 'h' },
    },
  ],
};
