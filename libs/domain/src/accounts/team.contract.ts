import { z } from 'zod';
import { emailAddress, id, idParams, line, route, timestamp } from '../shared/index.ts';
import { newPassword, organizationOfUser, sessionView } from './accounts.contract.ts';
import { roles } from '../shared/policy.ts';
import { invitationActions, memberActions } from './team.ts';

const role = z.enum(roles, 'Choose a role.');

export const memberView = z.object({
  id,
  userId: id,
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: timestamp,
  /** What the caller may do with this member. */
  can: z.array(z.enum(memberActions)),
});
export type MemberView = z.output<typeof memberView>;

export const membersRoutes = {
  list: route({
    id: 'members.list',
    method: 'GET',
    path: '/api/members',
    summary: 'Everyone in the organization, with their role',
    permission: 'members:read',
    response: z.object({ items: z.array(memberView) }),
  }),
  changeRole: route({
    id: 'members.change-role',
    method: 'PATCH',
    path: '/api/members/:id',
    summary: 'Change a member’s role; only owners can add or remove owners, and one must remain',
    permission: 'members:write',
    params: idParams,
    body: z.object({ role }),
    response: memberView,
  }),
  remove: route({
    id: 'members.remove',
    method: 'DELETE',
    path: '/api/members/:id',
    summary: 'Remove a member; everything they created stays',
    permission: 'members:write',
    params: idParams,
  }),
  leave: route({
    id: 'members.leave',
    method: 'DELETE',
    path: '/api/membership',
    summary: 'Leave the organization; its last owner cannot',
    permission: 'members:leave',
  }),
  transfer: route({
    id: 'members.transfer',
    method: 'POST',
    path: '/api/organization/transfer',
    summary: 'Transfer ownership to a member; you become an admin',
    permission: 'organization:own',
    body: z.object({ memberId: z.uuid('Choose a member.') }),
    response: memberView,
  }),
};

export const invitationInput = z.object({ email: emailAddress, role });

export const invitationView = z.object({
  id,
  email: z.string(),
  role,
  invitedBy: z.string().nullable(),
  createdAt: timestamp,
  expiresAt: timestamp,
  isExpired: z.boolean(),
  /** When the mail was last handed over; null with the server's words in `problem` while it was not. */
  sentAt: timestamp.nullable(),
  problem: z.string().nullable(),
  /** What the caller may do with it. */
  can: z.array(z.enum(invitationActions)),
});
export type InvitationView = z.output<typeof invitationView>;

const token = z.string().min(1).max(200);

export const invitationsRoutes = {
  list: route({
    id: 'invitations.list',
    method: 'GET',
    path: '/api/invitations',
    summary: 'Pending invitations, including expired ones',
    permission: 'members:read',
    response: z.object({ items: z.array(invitationView) }),
  }),
  create: route({
    id: 'invitations.create',
    method: 'POST',
    path: '/api/invitations',
    summary: 'Invite a person by email; the link works once, for 7 days',
    permission: 'members:write',
    needsVerifiedAddress: true,
    body: invitationInput,
    response: invitationView,
    status: 201,
  }),
  resend: route({
    id: 'invitations.resend',
    method: 'POST',
    path: '/api/invitations/:id/resend',
    summary: 'Send a new link for another 7 days; the old one stops working',
    permission: 'members:write',
    needsVerifiedAddress: true,
    params: idParams,
    response: invitationView,
  }),
  revoke: route({
    id: 'invitations.revoke',
    method: 'DELETE',
    path: '/api/invitations/:id',
    summary: 'Withdraw an invitation; its link stops working',
    permission: 'members:write',
    params: idParams,
  }),
  accept: route({
    id: 'invitations.accept',
    method: 'POST',
    path: '/api/invitations/accept',
    summary: 'Join as the signed-in user; `asMyself` confirms joining with a different address than the invited one',
    permission: 'signed-in',
    body: z.object({ token, asMyself: z.boolean().default(false) }),
    response: organizationOfUser,
  }),
};

/** What the holder of an invitation's link may know of it. */
export const invitationForInvited = z.object({
  organizationId: id,
  organizationName: z.string(),
  /** As a `data:` URL, since the visitor may not be signed in. */
  organizationLogo: z.string().nullable(),
  email: z.string(),
  role,
  invitedBy: z.string().nullable(),
  hasAccount: z.boolean(),
});
export type InvitationForInvited = z.output<typeof invitationForInvited>;

export const invitationTokenInput = z.object({ token });
export const invitedSignUpInput = z.object({ token, name: line('your name', 100), password: newPassword });

/** Spoken only between the BFF and the API. */
export const invitedRoutes = {
  view: route({
    id: 'invited.view',
    method: 'POST',
    reads: true,
    path: '/internal/invitations/view',
    summary: 'What an invitation is for',
    permission: 'public',
    body: invitationTokenInput,
    response: invitationForInvited,
  }),
  signUp: route({
    id: 'invited.sign-up',
    method: 'POST',
    path: '/internal/invitations/sign-up',
    summary: 'Create the invited user and accept',
    permission: 'public',
    body: invitedSignUpInput,
    response: sessionView,
    status: 201,
  }),
};
