import { z } from 'zod';
import { id, idParams, pageOf, pageQuery, route, timestamp, version } from '../shared/index.ts';
import { mailingView } from './mailings.ts';
import { type Timing, timing } from './timing.ts';

export const dashboardScheduleLimits = { ofDashboard: 20, recipients: 50, historyDays: 365 } as const;

/** How the mail shows the dashboard: a picture in it, an attached PDF beside tables, or tables alone. */
export const mailFormats = ['picture', 'pdf', 'tables'] as const;
export type MailFormat = (typeof mailFormats)[number];

/** Members only: a dashboard is read in the organization, and whoever leaves it must stop getting its numbers. */
const recipientIds = z
  .array(id)
  .min(1, 'Choose at least one person.')
  .max(dashboardScheduleLimits.recipients, `Choose at most ${dashboardScheduleLimits.recipients} people.`)
  .refine((ids) => new Set(ids).size === ids.length, 'Choose each person once.');

const person = z.object({ id, name: z.string() });

/** `receiving`, or why not: they stopped it, cannot open the dashboard any more, left, or have not confirmed their address. */
export const recipientStates = ['receiving', 'stopped', 'no_access', 'left', 'unverified'] as const;
export type RecipientState = (typeof recipientStates)[number];

const recipient = person.extend({ state: z.enum(recipientStates) });

export const dashboardScheduleView = z.object({
  id,
  dashboard: person,
  timing,
  /** The organization's, whose hours and days are meant. */
  timeZone: z.string(),
  format: z.enum(mailFormats),
  isPaused: z.boolean(),
  /** Null while it is paused. */
  nextDueAt: timestamp.nullable(),
  /** Null when whoever made it is no longer a member. */
  owner: person.nullable(),
  recipients: z.array(recipient),
  canChange: z.boolean(),
  /** What became of the latest one. */
  latest: mailingView.nullable(),
  updatedAt: timestamp,
});
dashboardScheduleView.register(z.globalRegistry, { id: 'DashboardSchedule' });
export interface DashboardScheduleView extends z.output<typeof dashboardScheduleView> {
  readonly timing: Timing;
}

export const dashboardScheduleInput = z.object({ timing, format: z.enum(mailFormats), recipientIds });

export const dashboardSchedulesRoutes = {
  list: route({
    id: 'dashboard-schedules.list',
    method: 'GET',
    path: '/api/dashboard-schedules',
    summary:
      'Schedules that mail dashboards: your own, those that mail you, and for those who share dashboards all of them',
    permission: 'reports:read',
    query: z.object({ dashboardId: id.optional() }),
    response: z.object({ items: z.array(dashboardScheduleView) }),
  }),
  candidates: route({
    id: 'dashboard-schedules.candidates',
    method: 'GET',
    path: '/api/dashboard-schedules/candidates',
    summary: 'Members whom a dashboard can be mailed to',
    permission: 'reports:share',
    query: z.object({ dashboardId: id }),
    response: z.object({ items: z.array(person) }),
  }),
  create: route({
    id: 'dashboard-schedules.create',
    method: 'POST',
    path: '/api/dashboard-schedules',
    summary: 'Mail a dashboard on a schedule; to others than yourself needs the permission reports:share',
    permission: 'reports:write',
    needsFeature: 'dashboard_schedules',
    body: dashboardScheduleInput.extend({ dashboardId: id }),
    response: dashboardScheduleView,
    status: 201,
  }),
  update: route({
    id: 'dashboard-schedules.update',
    method: 'PATCH',
    path: '/api/dashboard-schedules/:id',
    summary: 'Change when, to whom and how it is mailed, pause it or go on',
    permission: 'reports:write',
    params: idParams,
    body: dashboardScheduleInput.partial().extend({ isPaused: z.boolean().optional(), version }),
    response: dashboardScheduleView,
  }),
  delete: route({
    id: 'dashboard-schedules.delete',
    method: 'DELETE',
    path: '/api/dashboard-schedules/:id',
    summary: 'Delete it; it can be restored',
    permission: 'reports:write',
    params: idParams,
  }),
  restore: route({
    id: 'dashboard-schedules.restore',
    method: 'POST',
    path: '/api/dashboard-schedules/:id/restore',
    summary: 'Undo its deletion',
    permission: 'reports:write',
    params: idParams,
    response: dashboardScheduleView,
  }),
  sendNow: route({
    id: 'dashboard-schedules.send-now',
    method: 'POST',
    path: '/api/dashboard-schedules/:id/send-now',
    summary: 'Mail it to yourself now',
    permission: 'reports:read',
    params: idParams,
    response: mailingView,
    status: 201,
  }),
  stop: route({
    id: 'dashboard-schedules.stop',
    method: 'POST',
    path: '/api/dashboard-schedules/:id/stop',
    summary: 'Get no more mail from it',
    permission: 'reports:read',
    params: idParams,
    response: z.object({ dashboard: z.string() }),
  }),
  mailings: route({
    id: 'dashboard-schedules.mailings',
    method: 'GET',
    path: '/api/dashboard-schedules/:id/mailings',
    summary: 'What it mailed and what became of it, newest first',
    permission: 'reports:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(mailingView),
  }),
};
