import { expect, test } from 'vitest';
import { roles } from './policy.ts';
import { grantableRoles, mayManage } from './team.ts';

test('owners give every role, admins every role but owner, others none', () => {
  expect(grantableRoles('owner', roles)).toEqual(roles);
  expect(grantableRoles('admin', roles)).toEqual(['admin', 'campaign_manager', 'editor', 'analyst']);
  for (const role of ['campaign_manager', 'editor', 'analyst'] as const)
    expect(grantableRoles(role, roles)).toEqual([]);
});

test('only owners touch owners', () => {
  expect(mayManage('owner', 'owner')).toBe(true);
  expect(mayManage('admin', 'owner')).toBe(false);
  expect(mayManage('admin', 'admin')).toBe(true);
  expect(mayManage('editor', 'analyst')).toBe(false);
});
