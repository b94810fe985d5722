/** What accounts ask of the BFF besides the routes of the API. */
import {
  addressInput,
  type InvitationForInvited,
  invitationForInvited,
  invitationsRoutes,
  ownSessions,
  providersView,
  type SignInAnswer,
  signInAnswer,
  signInTestView,
} from '@engagex/domain/accounts';
import { queryOptions } from '@tanstack/react-query';
import { post, request, send } from '../../shared/http.ts';
import { enter, refreshSession } from '../../shared/session.ts';

export async function viewInvitation(token: string): Promise<InvitationForInvited> {
  return invitationForInvited.parse(await post('/auth/invitation', { token }));
}

/** Creates the invited user; load the organization again afterwards, so that nothing of an earlier user is left. */
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

/** Sets a new password with the secret of a mailed link; whoever has a second factor is asked for it next. */
export async function resetPassword(input: { token: string; password: string }): Promise<SignInAnswer> {
  return signInAnswer.parse(await post('/auth/password-reset/use', input));
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

/** The providers anybody may sign in with. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: async ({ signal }) => providersView.parse(await (await send('/auth/providers', { signal })).json()).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** What came of the last test of single sign-on in this session; null when there was none. */
export const signInTestQuery = queryOptions({
  queryKey: ['sign-in-test'],
  queryFn: async ({ signal }) => signInTestView.parse(await (await send('/auth/oidc/test', { signal })).json()).test,
});

/** What a provider's answer left open: whose password to ask for. */
export const linkingQuery = queryOptions({
  queryKey: ['linking'],
  queryFn: async ({ signal }) => addressInput.parse(await (await send('/auth/oidc/link', { signal })).json()),
  retry: false,
});

/** Links the provider one came from to the account whose password this is. */
export async function linkAccount(input: { password: string }): Promise<SignInAnswer> {
  return enter('/auth/oidc/link', input);
}

/** Asks whether an OpenID Connect provider answers there; throws with words for the field when none does. */
export async function checkIssuer(issuer: string): Promise<void> {
  await post('/auth/providers/check', { issuer });
}

export async function confirmAddress(token: string): Promise<{ email: string }> {
  return addressInput.parse(await post('/auth/address-confirmation', { token }));
}

export async function changeAddress(input: { email: string }): Promise<void> {
  await post('/auth/address', input);
}
