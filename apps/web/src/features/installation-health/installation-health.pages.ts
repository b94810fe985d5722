import { HeartPulse } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const installationHealth: Feature = {
  operatorPages: [
    {
      path: '/health',
      load: async () => (await import('./health-page.tsx')).HealthPage,
      navigation: { name: 'Health', place: 15, icon: HeartPulse },
    },
  ],
};
