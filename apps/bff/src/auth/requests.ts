import type { Request } from 'express';
import { DomainError } from '@engagex/domain/shared';
import type { z } from 'zod';
import { addressOf } from '../proxy/address.ts';
import type { Claims } from '../proxy/identity.ts';
import { claimsOf } from '../session/session.ts';

/** What the routes below `/auth` share. */

export const unauthenticated = () => new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');

/** The signed-in user; throws when nobody is. */
export function userOf(request: Request): string {
  return claimsFrom(request).userId;
}

/** The same with how they signed in, for the API; throws when nobody is. */
export function claimsFrom(request: Request): Claims & { userId: string } {
  const claims = claimsOf(request.session);
  if (!claims) throw unauthenticated();
  return claims;
}

export function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message }));
  throw new DomainError(
    'invalid',
    'input.invalid',
    errors.length === 1 ? errors[0]!.message : `Check ${errors.length} fields.`,
    { errors },
  );
}

/** What the API is told of the request it is called for. */
export function callerOf(request: Request): { requestId: string; address: string } {
  return { requestId: String(request.res?.locals['requestId']), address: addressOf(request) };
}
