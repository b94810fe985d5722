import type { RequestHandler } from 'express';
import { DomainError } from '@engagex/domain/shared';
import { addressKeyOf } from '../proxy/address.ts';
import { secretOf } from '../proxy/key-requests.ts';
import { claimsOf } from '../session/session.ts';
import type { LiveHub } from './live-hub.ts';

/** `GET /api/live` for the signed-in user, in the organization the page names. */
export function liveForSession(hub: LiveHub): RequestHandler {
  return (request, response) => {
    const claims = claimsOf(request.session);
    if (!claims) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    const organizationId = request.get('x-organization') ?? request.session.organizationId;
    if (!organizationId)
      throw new DomainError(
        'not-found',
        'organization.not-found',
        'This organization does not exist, or you are not a member.',
      );
    const { userId } = claims;
    const visitor = {
      reader: { ...claims, organizationId },
      caller: `user ${userId}`,
      address: addressKeyOf(request),
      sessionId: request.sessionID,
    };
    return hub.open(visitor, response);
  };
}

/** The same for a program with a secret key. */
export function liveForKey(hub: LiveHub): RequestHandler {
  return (request, response, next) => {
    const key = secretOf(request);
    if (key === '') return next();
    const visitor = { reader: { key }, caller: `key ${key}`, address: addressKeyOf(request), sessionId: null };
    return hub.open(visitor, response);
  };
}
