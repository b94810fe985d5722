import type { Feature } from '../../shared/feature.ts';

export const domainReports: Feature = {
  pages: [
    {
      path: '/settings/domain-reports',
      load: async () => (await import('./domain-reports-page.tsx')).DomainReportsPage,
      needs: 'reports:read',
      settings: { name: 'DMARC reports', place: 37, group: 'sending' },
      palette: 'DMARC reports',
    },
    {
      path: '/settings/domain-reports/:domain',
      load: async () => (await import('./domain-report-page.tsx')).DomainReportPage,
      needs: 'reports:read',
    },
  ],
  things: {
    'domain-reports': { name: 'DMARC and TLS reports' },
  },
  actions: {
    'domain-reports.upload': 'Uploaded the report of',
  },
};
