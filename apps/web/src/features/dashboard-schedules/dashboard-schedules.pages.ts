import type { Feature } from '../../shared/feature.ts';

export const dashboardSchedules: Feature = {
  pages: [
    {
      path: '/dashboards/:id/mail',
      load: async () => (await import('./dashboard-mail-page.tsx')).DashboardMailPage,
      needs: 'reports:read',
    },
    {
      path: '/dashboards/:id/stop/:scheduleId',
      load: async () => (await import('./stop-mail-page.tsx')).StopMailPage,
      needs: 'reports:read',
    },
  ],
  things: { 'dashboard-schedules': { name: 'Mail of dashboards' } },
  actions: {
    'dashboard-schedules.create': 'Scheduled mail of dashboard',
    'dashboard-schedules.update': 'Changed mail of dashboard',
    'dashboard-schedules.delete': 'Deleted mail of dashboard',
    'dashboard-schedules.restore': 'Restored mail of dashboard',
    'dashboard-schedules.send-now': 'Asked for mail of dashboard',
    'dashboard-schedules.stop': 'Stopped getting mail of dashboard',
  },
};
