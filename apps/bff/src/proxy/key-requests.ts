import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type pg from 'pg';
import { keyPrefix } from '@engagex/domain/accounts';
import type { Config } from '../config.ts';
import type { Lookups } from '../security/lookups.ts';
import { sendProblem } from '../security/problem.ts';
import { PostgresStore } from '../security/rate-limits.ts';

/**
 * Requests with a secret key in `Authorization: Bearer` go straight to the API, which knows the keys: no session is
 * read and no cookie sent on. Each key has a rate of its own, told in `RateLimit` headers.
 */
export function keyRequests(pool: pg.Pool, config: Config, lookups: Lookups, api: RequestHandler): RequestHandler[] {
  const limit = rateLimit({
    windowMs: 60_000,
    limit: config.API_KEY_LIMIT,
    keyGenerator: hashOfSecret,
    store: new PostgresStore(pool, 'api-key'),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'api-key',
    skip: (request) => secretOf(request) === '',
    handler: (_request, response) =>
      sendProblem(response, {
        status: 429,
        code: 'api-key.too-many',
        detail: `This key may make ${config.API_KEY_LIMIT} requests a minute. Wait for the seconds in Retry-After.`,
      }),
  });
  const passOn: RequestHandler = (request, response, next) => {
    if (secretOf(request) === '') return next();
    response.locals['hasKey'] = true;
    response.locals['caller'] = `key ${hashOfSecret(request)}`;
    return api(request, response, next);
  };
  return [...lookups.inTurn([limit]), passOn];
}

function hashOfSecret(request: Request): string {
  return createHash('sha256').update(secretOf(request)).digest('base64url');
}

/** The secret key that a request carries; empty without one. */
export function secretOf(request: Request): string {
  const [, secret = ''] = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  return secret.startsWith(keyPrefix) ? secret : '';
}
