import type { Table } from '../../platform/tables/table.ts';

export const dashboardSchedulesTables: readonly Table[] = [
  {
    name: 'dashboard_schedules',
    audit: {
      noun: 'dashboard-schedules',
      label: '(select d.name from dashboards d where d.organization_id = t.organization_id and d.id = t.dashboard_id)',
    },
    stop: 'update dashboard_schedules set is_paused = true, next_due_at = null where next_due_at is not null',
    restored: 'update dashboard_schedules set is_paused = true, next_due_at = null where next_due_at is not null',
  },
  { name: 'dashboard_schedule_recipients' },
  {
    name: 'dashboard_mailings',
    stop: `update dashboard_mailings set state = 'failed', problem = 'The organization is being deleted.' where state = 'pending'`,
    restored: `update dashboard_mailings set state = 'failed', problem = 'A backup was restored.' where state = 'pending'`,
  },
  {
    name: 'dashboard_mails',
    stop: `update dashboard_mails set state = 'skipped', reason = 'deleted' where state = 'pending'`,
  },
];
