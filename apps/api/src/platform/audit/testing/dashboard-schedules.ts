import { expect } from 'vitest';
import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { dashboardsRoutes } from '@engagex/domain/reports';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const timing = { kind: 'daily', hour: 7 } as const;

const dashboard = async (owner: TestMember) => (await owner.call(dashboardsRoutes.create, { name: 'Shop' })).id;

async function scheduleOf(owner: TestMember, dashboardId: string): Promise<string> {
  const input = { dashboardId, timing, format: 'tables', recipientIds: [owner.userId] } as const;
  return (await owner.call(dashboardSchedulesRoutes.create, { ...input, recipientIds: [owner.userId] })).id;
}

const schedule = async (owner: TestMember) => scheduleOf(owner, await dashboard(owner));

const ofSchedule = inLog('dashboard-schedules', 'Shop');

export const dashboardScheduleChanges: Changes = {
  'dashboard-schedules.create': {
    arrange: dashboard,
    act: scheduleOf,
    entry: { ...ofSchedule, after: expect.objectContaining({ timing, format: 'tables' }) },
  },
  'dashboard-schedules.update': {
    arrange: schedule,
    act: (owner, id) => owner.call(dashboardSchedulesRoutes.update, { id, format: 'pdf' }),
    entry: {
      ...ofSchedule,
      before: expect.objectContaining({ format: 'tables' }),
      after: expect.objectContaining({ format: 'pdf' }),
    },
  },
  'dashboard-schedules.delete': {
    arrange: schedule,
    act: (owner, id) => owner.call(dashboardSchedulesRoutes.delete, { id }),
    entry: ofSchedule,
  },
  'dashboard-schedules.restore': {
    arrange: deleted(schedule, '/api/dashboard-schedules'),
    act: (owner, id) => owner.call(dashboardSchedulesRoutes.restore, { id }),
    entry: ofSchedule,
  },
  'dashboard-schedules.send-now': {
    arrange: schedule,
    act: (owner, id) => owner.call(dashboardSchedulesRoutes.sendNow, { id }),
    entry: ofSchedule,
  },
  'dashboard-schedules.stop': {
    arrange: schedule,
    act: (owner, id) => owner.call(dashboardSchedulesRoutes.stop, { id }),
    entry: ofSchedule,
  },
};
