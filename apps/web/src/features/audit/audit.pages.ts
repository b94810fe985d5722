import type { Feature } from '../../shared/feature.ts';

export const audit: Feature = {
  pages: [
    {
      path: '/settings/audit',
      load: async () => (await import('./audit-page.tsx')).AuditPage,
      needs: 'audit:read',
      settings: { name: 'Audit log', place: 26, group: 'access' },
    },
  ],
};
