/** What accounts ask of the BFF besides the routes of the API. */
import {
  type InvitationForInvited,
  invitationForInvited,
  invitationsRoutes,
  ownSessions,
} from '@engagex/domain/accounts';
import { queryOptions } from '@tanstack/react-query';
import { post, request, send } from '../../shared/http.ts';
import { refreshSession } from '../../shared/session.ts';

export async function viewInvitation(token: string): Promise<InvitationForInvited> {
  return invitationForInvited.parse(await post('/auth/invitation', { token }));
}

/** Creates the invited user; load the organization anew afterwards, so that nothing of an earlier user is left. */
export async function signUpInvited(input: { token: string; name: string; password: string }): Promise<void> {
  await post('/auth/invitation/sign-up', input);
}

/** Joins the organization of an invitation; `asMyself` says yes to another address than the invited one. */
export async function acceptInvitation(token: string, asMyself: boolean): Promise<void> {
  await request(invitationsRoutes.accept, { token, asMyself });
  await refreshSession();
}

export async function requestPasswordReset(input: { email: string }): Promise<void> {
  await post('/auth/password-reset', input);
}

/** Sets a new password with the secret of a mailed link and signs in. */
export async function resetPassword(input: { token: string; password: string }): Promise<void> {
  await post('/auth/password-reset/use', input);
}

export async function changePassword(input: { current: string; password: string }): Promise<void> {
  await post('/auth/password', input);
}

/** Where the signed-in person is signed in, the latest visit first. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: async ({ signal }) => {
    const response = await send('/auth/sessions', { signal });
    return ownSessions.parse(await response.json()).items;
  },
});

export async function endSession(id: string): Promise<void> {
  await send(`/auth/sessions/${id}`, { method: 'DELETE' });
}

export async function endOtherSessions(): Promise<void> {
  await send('/auth/sessions', { method: 'DELETE' });
}
