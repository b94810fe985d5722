import type { Request } from 'express';
import type { SessionView } from '@engagex/domain/accounts';
import { DomainError } from '@engagex/domain/shared';
import type { z } from 'zod';
import { addressOf } from '../proxy/address.ts';
import { originOf } from '../session/own-sessions.ts';

/** What the routes below `/auth` share. */

export const unauthenticated = () => new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');

/** The signed-in user; throws when nobody is. */
export function userOf(request: Request): string {
  const { userId } = request.session;
  if (!userId) throw unauthenticated();
  return userId;
}

/** A new session id, so that one planted before signing in is worth nothing. */
export async function startSession(request: Request, view: SessionView): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    request.session.regenerate((error: unknown) => (error ? reject(error) : resolve())),
  );
  request.session.userId = view.user.id;
  request.session.organizationId = view.organizations[0]?.id ?? null;
  request.session.refreshedAt = request.session.startedAt = Date.now();
  Object.assign(request.session, originOf(request));
  await new Promise<void>((resolve, reject) =>
    request.session.save((error: unknown) => (error ? reject(error) : resolve())),
  );
}

export function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message }));
  throw new DomainError(
    'invalid',
    'input.invalid',
    errors.length === 1 ? errors[0]!.message : `${errors.length} fields need another look.`,
    { errors },
  );
}

/** What the API is told of the request it is called for. */
export function callerOf(request: Request): { requestId: string; address: string } {
  return { requestId: String(request.res?.locals['requestId']), address: addressOf(request) };
}
