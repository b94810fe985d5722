import type { Feature } from '../../shared/feature.ts';

export const reports: Feature = {
  things: {
    dashboards: { name: 'Dashboards', one: 'dashboard' },
    'saved-reports': { name: 'Saved reports' },
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
