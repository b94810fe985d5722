import { LayoutDashboard } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const reports: Feature = {
  pages: [
    {
      path: '/dashboards',
      load: async () => (await import('./dashboards-page.tsx')).DashboardsPage,
      needs: 'reports:read',
      navigation: { name: 'Dashboards', place: 67, icon: LayoutDashboard, key: 'd' },
    },
    {
      path: '/dashboards/:id',
      load: async () => (await import('./dashboard-page.tsx')).DashboardPage,
      needs: 'reports:read',
    },
    {
      path: '/reports/new',
      load: async () => (await import('./save-report-page.tsx')).SaveReportPage,
      needs: 'reports:write',
    },
    {
      path: '/reports/:id',
      load: async () => (await import('./report-page.tsx')).ReportPage,
      needs: 'reports:read',
    },
  ],
  things: {
    dashboards: { name: 'Dashboards', one: 'dashboard', href: (id) => `/dashboards/${id}` },
    'saved-reports': { name: 'Saved reports', href: (id) => `/reports/${id}` },
  },
  actions: {
    'dashboards.create': 'Created dashboard',
    'dashboards.update': 'Changed dashboard',
    'dashboards.duplicate': 'Copied dashboard to',
    'dashboards.delete': 'Deleted dashboard',
    'dashboards.restore': 'Restored dashboard',
    'saved-reports.create': 'Saved report',
    'saved-reports.update': 'Changed saved report',
    'saved-reports.duplicate': 'Copied saved report to',
    'saved-reports.delete': 'Deleted saved report',
    'saved-reports.restore': 'Restored saved report',
  },
};
