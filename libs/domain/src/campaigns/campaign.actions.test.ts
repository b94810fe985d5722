import { expect, test } from 'vitest';
import { can, type Permission } from '../accounts/policy.ts';
import { campaignActionsOf } from './campaign.actions.ts';
import { campaignStatuses } from './campaign.status.ts';

const everything = () => true;

test('each status allows what the table of moves says, and only a draft is changed or deleted', () => {
  const actions = Object.fromEntries(campaignStatuses.map((status) => [status, campaignActionsOf(status, everything)]));
  expect(actions).toEqual({
    draft: ['update', 'launch', 'schedule', 'delete'],
    scheduled: ['reschedule', 'unschedule'],
    launching: [],
    sending: ['pause', 'cancel'],
    paused: ['resume', 'cancel'],
    sent: ['retry', 'resend', 'extend', 'settle'],
    cancelled: [],
  });
});

test('a role or key does no more than its permissions', () => {
  const asEditor = (permission: Permission) => can('editor', permission);
  for (const status of campaignStatuses) expect(campaignActionsOf(status, asEditor)).toEqual([]);
  const onlyDrafts = (permission: Permission) => permission === 'campaigns:write';
  expect(campaignActionsOf('draft', onlyDrafts)).toEqual(['update', 'delete']);
  expect(campaignActionsOf('paused', onlyDrafts)).toEqual([]);
});
