import { ChartSpline } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const explore: Feature = {
  pages: [
    {
      path: '/explore',
      load: async () => (await import('./explore-page.tsx')).ExplorePage,
      needs: 'reports:read',
      navigation: { name: 'Explore', place: 66, icon: ChartSpline, key: 'x' },
    },
    {
      path: '/explore/people',
      load: async () => (await import('./explored-people-page.tsx')).ExploredPeoplePage,
      needs: 'people:read',
    },
  ],
};
