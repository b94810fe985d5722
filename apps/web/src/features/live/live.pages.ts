import { Activity } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const live: Feature = {
  pages: [
    {
      path: '/events',
      load: async () => (await import('./live-page.tsx')).LivePage,
      needs: 'reports:read',
      navigation: { name: 'Events', place: 64, icon: Activity, key: 'v' },
    },
  ],
};
