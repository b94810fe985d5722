import { CircleQuestionMark } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const deliveries: Feature = {
  pages: [
    {
      path: '/campaigns/why',
      load: async () => (await import('./why-page.tsx')).WhyPage,
      needs: 'contacts:read',
      palette: 'Delivery lookup',
      linkedFrom: { page: '/campaigns', name: 'Who got what, and why', place: 30, icon: CircleQuestionMark },
    },
  ],
  lookUp: (text) =>
    /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text)
      ? {
          name: `Why ${text} got mail, or did not`,
          href: `/campaigns/why?${new URLSearchParams({ email: text }).toString()}`,
          icon: CircleQuestionMark,
          needs: 'contacts:read',
        }
      : null,
};
