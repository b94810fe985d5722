import { Workflow } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const eventStages: Feature = {
  pages: [
    {
      path: '/event-processing',
      load: async () => (await import('./event-processing-page.tsx')).EventProcessingPage,
      needs: 'event-stages:read',
      linkedFrom: { page: '/people', name: 'Event processing', place: 10, icon: Workflow },
      palette: 'Event processing',
    },
  ],
  things: {
    'failed-events': { name: 'Failed events' },
  },
  actions: {
    'failed-events.replay': 'Replayed failed events',
    'failed-events.discard': 'Discarded failed events',
    'failed-events.restore': 'Restored discarded events',
  },
};
