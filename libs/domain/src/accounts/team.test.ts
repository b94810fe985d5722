import { expect, test } from 'vitest';
import { roles } from '../shared/policy.ts';
import { grantableRoles, invitationActionsOf, mayManage, memberActionsOf } from './team.ts';

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

test('an owner may do everything with others, an admin nothing with owners, and the last owner stays one', () => {
  const owner = { id: 'owner', role: 'owner' } as const;
  const admin = { id: 'admin', role: 'admin' } as const;
  const editor = { id: 'editor', role: 'editor' } as const;
  expect(memberActionsOf(owner, editor, 1)).toEqual(['change_role', 'remove', 'transfer']);
  expect(memberActionsOf(owner, owner, 1)).toEqual([]);
  expect(memberActionsOf(owner, owner, 2)).toEqual(['change_role']);
  expect(memberActionsOf(admin, editor, 1)).toEqual(['change_role', 'remove']);
  expect(memberActionsOf(admin, owner, 2)).toEqual([]);
  expect(memberActionsOf(editor, editor, 1)).toEqual([]);
});

test('an invitation to be an owner is sent again by owners only', () => {
  expect(invitationActionsOf('owner', 'owner')).toEqual(['resend', 'revoke']);
  expect(invitationActionsOf('admin', 'owner')).toEqual(['revoke']);
  expect(invitationActionsOf('admin', 'editor')).toEqual(['resend', 'revoke']);
  expect(invitationActionsOf('analyst', 'analyst')).toEqual([]);
});
