import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Cookie, SessionData } from 'express-session';
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
  const { cookie: _cookie, replacedBy: _replacedBy, ...kept } = request.session;
  await renew(request, { ...kept, ...changes });
}

/**
 * How long the id before is still good: the answer that brings the new one may never arrive, for pages are left and
 * connections lost (OWASP Session Management Cheat Sheet, renewal timeout).
 */
const graceMs = 60_000;

/**
 * The same for a question that a page may ask at any time: whoever did not get the new id goes on with the one before
 * for a minute, and is brought the new one when they ask again. False when that has been ended since.
 */
export async function renewIdGently(request: Request, changes: Partial<SessionData>): Promise<boolean> {
  const { sessionID: before, sessionStore } = request;
  const { cookie, replacedBy, ...kept } = request.session;
  if (replacedBy !== undefined) return adopt(request, replacedBy);
  sessionStore.generate(request);
  Object.assign(request.session, kept, changes);
  await store(request);
  const replaced = { ...kept, replacedBy: request.sessionID, cookie: brief(cookie) };
  await stored((done) => sessionStore.set(before, replaced, done));
  return true;
}

function brief({ path, httpOnly, secure, sameSite }: Cookie) {
  return { path, httpOnly, secure, sameSite, originalMaxAge: graceMs, expires: new Date(Date.now() + graceMs) };
}

async function adopt(request: Request, id: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<SessionData | null>();
  request.sessionStore.get(id, (error: unknown, session) => (error ? reject(error) : resolve(session ?? null)));
  const session = await promise;
  if (!session) return false;
  request.sessionID = id;
  request.sessionStore.createSession(request, session);
  return true;
}

/** A short text that changes when a role or an organization does, or somebody becomes an operator. */
export function standingOf({ organizations, operator }: SessionView): string {
  const roles = organizations.map(({ id, role }) => `${id} ${role}`).toSorted();
  if (operator) roles.push('operator');
  return createHash('sha256').update(roles.join('\n')).digest('base64url').slice(0, 16);
}

async function renew(request: Request, data: Partial<SessionData>): Promise<void> {
  await stored((done) => request.session.regenerate(done));
  Object.assign(request.session, data);
  await store(request);
}

/** Whoever is sent on asks again before the answer has ended, so what comes next must be stored before. */
export async function store({ session }: Request): Promise<void> {
  await stored((done) => session.save(done));
}

function stored(work: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
}
