import { expect } from 'vitest';
import { dashboardsRoutes, savedReportsRoutes } from '@engagex/domain/reports';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const query = { kind: 'top', period: { kind: 'last', days: 7 }, event: { name: 'page_view' }, property: null } as const;

const report = async (owner: TestMember) => (await owner.call(savedReportsRoutes.create, { name: 'Pages', query })).id;
const dashboard = async (owner: TestMember) => (await owner.call(dashboardsRoutes.create, { name: 'Shop' })).id;

const ofReport = inLog('saved-reports', 'Pages');
const ofDashboard = inLog('dashboards', 'Shop');

export const reportChanges: Changes = {
  'saved-reports.create': {
    act: report,
    entry: { ...ofReport, after: expect.objectContaining({ name: 'Pages', visibility: 'private' }) },
  },
  'saved-reports.update': {
    arrange: report,
    act: (owner, id) => owner.call(savedReportsRoutes.update, { id, visibility: 'organization' }),
    entry: {
      ...ofReport,
      before: expect.objectContaining({ visibility: 'private' }),
      after: expect.objectContaining({ visibility: 'organization' }),
    },
  },
  'saved-reports.duplicate': {
    arrange: report,
    act: (owner, id) => owner.call(savedReportsRoutes.duplicate, { id }),
    entry: { ...inLog('saved-reports', 'Pages (copy)'), after: expect.objectContaining({ name: 'Pages (copy)' }) },
  },
  'saved-reports.delete': {
    arrange: report,
    act: (owner, id) => owner.call(savedReportsRoutes.delete, { id }),
    entry: ofReport,
  },
  'saved-reports.restore': {
    arrange: deleted(report, '/api/saved-reports'),
    act: (owner, id) => owner.call(savedReportsRoutes.restore, { id }),
    entry: ofReport,
  },
  'dashboards.create': {
    act: dashboard,
    entry: { ...ofDashboard, after: expect.objectContaining({ name: 'Shop', cards: [] }) },
  },
  'dashboards.update': {
    arrange: dashboard,
    act: (owner, id) => owner.call(dashboardsRoutes.update, { id, refreshSeconds: 60 }),
    entry: {
      ...ofDashboard,
      before: expect.objectContaining({ refreshSeconds: 30 }),
      after: expect.objectContaining({ refreshSeconds: 60 }),
    },
  },
  'dashboards.duplicate': {
    arrange: dashboard,
    act: (owner, id) => owner.call(dashboardsRoutes.duplicate, { id }),
    entry: { ...inLog('dashboards', 'Shop (copy)'), after: expect.objectContaining({ name: 'Shop (copy)' }) },
  },
  'dashboards.delete': {
    arrange: dashboard,
    act: (owner, id) => owner.call(dashboardsRoutes.delete, { id }),
    entry: ofDashboard,
  },
  'dashboards.restore': {
    arrange: deleted(dashboard, '/api/dashboards'),
    act: (owner, id) => owner.call(dashboardsRoutes.restore, { id }),
    entry: ofDashboard,
  },
};
