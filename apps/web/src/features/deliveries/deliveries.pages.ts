import { CircleQuestionMark } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const deliveries: Feature = {
  pages: [
    {
      path: '/campaigns/why',
      load: async () => (await import('./why-page.tsx')).WhyPage,
      needs: 'contacts:read',
      palette: 'Delivery lookup',
      linkedFrom: { page: '/campaigns', name: 'Delivery lookup', place: 30, icon: CircleQuestionMark },
    },
  ],
  lookUp: (text) =>
    /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text)
      ? {
          name: `Deliveries to ${text}`,
          href: `/campaigns/why?${new URLSearchParams({ email: text }).toString()}`,
          icon: CircleQuestionMark,
          needs: 'contacts:read',
        }
      : null,
};
