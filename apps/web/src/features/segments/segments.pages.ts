import { Filter } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const segments: Feature = {
  pages: [
    {
      path: '/segments',
      load: async () => (await import('./segments-page.tsx')).SegmentsPage,
      needs: 'contacts:read',
      navigation: { name: 'Segments', place: 60, icon: Filter, key: 'e' },
    },
    {
      path: '/segments/new',
      load: async () => (await import('./new-segment-page.tsx')).NewSegmentPage,
      needs: 'contacts:write',
      begins: { name: 'New segment', icon: Filter },
    },
    {
      path: '/segments/:id',
      load: async () => (await import('./segment-page.tsx')).SegmentPage,
      needs: 'contacts:read',
    },
  ],
  search: {
    heading: 'Segments',
    place: 30,
    needs: 'contacts:read',
    load: async () => (await import('./find-segments.ts')).findSegments,
  },
  things: {
    segments: { name: 'Segments', one: 'segment', href: (id) => `/segments/${id}` },
  },
  actions: {
    'segments.create': 'Created segment',
    'segments.create-of-people': 'Created a segment of the people behind a number',
    'segments.update': 'Changed segment',
    'segments.delete': 'Deleted segment',
    'segments.restore': 'Restored segment',
  },
};
