import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { SessionData } from 'express-session';
import type { SessionView, SignInAnswer, SignInResult } from '@engagex/domain/accounts';
import { originOf } from './own-sessions.ts';

/** Each step of signing in gets a new session id, so that one planted or seen before it is worth nothing. */

interface How {
  readonly hasSecondFactor?: boolean;
  readonly boundTo?: string | null;
}

/** Goes on from a first factor: to a session, or to the question for the second. */
export async function goOn(request: Request, result: SignInResult, how: How = {}): Promise<SignInAnswer> {
  if (result.kind === 'signed-in') {
    await startSession(request, result.session, how);
    return { kind: 'signed-in' };
  }
  const { userId, methods } = result;
  const { returnTo } = request.session;
  await renew(request, {
    pending: { userId, methods, boundTo: how.boundTo ?? null, since: Date.now() },
    ...(returnTo ? { returnTo } : {}),
  });
  return { kind: 'second-factor', methods };
}

export async function startSession(request: Request, view: SessionView, how: How = {}): Promise<void> {
  const boundTo = how.boundTo ?? null;
  await renew(request, {
    userId: view.user.id,
    organizationId: boundTo ?? view.organizations[0]?.id ?? null,
    hasSecondFactor: how.hasSecondFactor ?? false,
    boundTo,
    standing: standingOf(view),
    refreshedAt: Date.now(),
    startedAt: Date.now(),
    ...originOf(request),
  });
}

/** The same session under a new id, after what it may do has changed. */
export async function renewId(request: Request, changes: Partial<SessionData> = {}): Promise<void> {
  const { cookie: _, ...kept } = request.session;
  await renew(request, { ...kept, ...changes });
}

/** A short text that changes when a role or an organization does. */
export function standingOf({ organizations }: SessionView): string {
  const roles = organizations.map(({ id, role }) => `${id} ${role}`).toSorted();
  return createHash('sha256').update(roles.join('\n')).digest('base64url').slice(0, 16);
}

async function renew(request: Request, data: Partial<SessionData>): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    request.session.regenerate((error: unknown) => (error ? reject(error) : resolve())),
  );
  Object.assign(request.session, data);
  await store(request);
}

/** Whoever is sent on asks again before the answer has ended, so what comes next must be stored before. */
export async function store({ session }: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => session.save((error: unknown) => (error ? reject(error) : resolve())));
}
