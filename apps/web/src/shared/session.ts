import type { OrganizationOfUser, Permission, SessionView, SignInAnswer } from '@engagex/domain/accounts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';
import { ownTimeZone } from './format.ts';
import { post, send } from './http.ts';
import { organizationInUrl } from './organization.ts';
import { forgetWhatWasRead, queryClient, sessionKey } from './query.ts';

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: 5 * 60_000,
});

async function fetchSession(signal: AbortSignal): Promise<SessionView | null> {
  try {
    const response = await send('/auth/session', { signal });
    const session: SessionView = await response.json(); // the BFF answers with sessionView
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in, for everything inside the shell, which shows nothing before it is known. */
export function useSession(): SessionView {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useSession is only for pages inside the shell.');
  return data;
}

/** The organization of this page and the user's role in it. */
export function useOrganization(): OrganizationOfUser {
  const { organizations } = useSession();
  const organization = organizations.find(({ id }) => id === organizationInUrl());
  if (!organization) throw new Error('useOrganization is only for pages under /o/:organizationId.');
  return organization;
}

/** Whether this user may do this here, as the API says. What they may not do is left out of the page, not greyed. */
export function useCan(permission: Permission): boolean {
  return useOrganization().can.includes(permission);
}

/** Signed in, or asked for the second factor. */
export async function signIn(input: { email: string; password: string }): Promise<SignInAnswer> {
  return enter('/auth/sign-in', input);
}

export async function signUp(input: {
  name: string;
  email: string;
  password: string;
  organizationName: string;
}): Promise<void> {
  await enter('/auth/sign-up', { ...input, timeZone: ownTimeZone() });
}

/** Has the link that confirms this person's address mailed once more. */
export async function resendConfirmation(): Promise<void> {
  await post('/auth/address-confirmation/resend', {});
}

/** Goes on in another organization, with a new session id. */
export async function switchOrganization(id: string): Promise<void> {
  await post('/auth/organization', { id });
}

/** Asks again who is signed in and where they are a member. */
export async function refreshSession(): Promise<void> {
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Takes a step of signing in; once it was the last, the page knows who is there. */
export async function enter(path: string, input: unknown): Promise<SignInAnswer> {
  const answer = (await post(path, input)) as SignInAnswer; // sign-up answers with the session instead
  if (answer.kind === 'second-factor') return answer;
  forgetWhatWasRead();
  await refreshSession();
  return { kind: 'signed-in' };
}

/** Ends the session and reloads, so that nothing of this person stays in memory. */
export async function signOut(): Promise<void> {
  await post('/auth/sign-out', {});
  location.assign('/sign-in');
}

/** The same, but on this page, for somebody who goes on as another user. */
export async function signOutHere(): Promise<void> {
  await post('/auth/sign-out', {});
  location.reload();
}
