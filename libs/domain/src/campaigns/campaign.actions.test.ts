import { expect, test } from 'vitest';
import { can, type Permission } from '../shared/policy.ts';
import { campaignActionsOf } from './campaign.actions.ts';
import { campaignStatuses } from './campaign.status.ts';

const everything = () => true;

test('each status allows what the table of moves says, only a draft is changed or deleted, and what has ended is archived', () => {
  const actions = Object.fromEntries(
    campaignStatuses.map((status) => [status, campaignActionsOf({ status, archivedAt: null }, everything)]),
  );
  expect(actions).toEqual({
    draft: ['update', 'launch', 'schedule', 'delete'],
    scheduled: ['reschedule', 'unschedule'],
    launching: [],
    sending: ['pause', 'cancel'],
    paused: ['resume', 'cancel'],
    sent: ['retry', 'resend', 'extend', 'settle', 'archive'],
    cancelled: ['archive'],
  });
  expect(campaignActionsOf({ status: 'cancelled', archivedAt: new Date() }, everything)).toEqual(['unarchive']);
});

test('a role or key does no more than its permissions', () => {
  const asEditor = (permission: Permission) => can('editor', permission);
  for (const status of campaignStatuses) expect(campaignActionsOf({ status, archivedAt: null }, asEditor)).toEqual([]);
  const onlyDrafts = (permission: Permission) => permission === 'campaigns:write';
  expect(campaignActionsOf({ status: 'draft', archivedAt: null }, onlyDrafts)).toEqual(['update', 'delete']);
  expect(campaignActionsOf({ status: 'paused', archivedAt: null }, onlyDrafts)).toEqual([]);
});
