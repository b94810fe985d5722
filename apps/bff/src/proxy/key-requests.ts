import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type pg from 'pg';
import { keyPrefix } from '@engagex/domain/accounts';
import type { RateOfKey } from '@engagex/domain/plans';
import type { Config } from '../config.ts';
import type { Lookups } from '../security/lookups.ts';
import { sendProblem } from '../security/problem.ts';
import { addressOf } from './address.ts';
import type { KeyRates } from './key-rates.ts';
import { PostgresStore } from '../security/rate-limits.ts';

interface KeyGuards {
  readonly pool: pg.Pool;
  readonly config: Config;
  readonly lookups: Lookups;
  readonly rates: KeyRates;
}

/**
 * Requests with a secret key in `Authorization: Bearer` go straight to the API, which knows the keys: no session is
 * read and no cookie sent on. Each key has a rate of its own, told in `RateLimit` headers; a
 * plan may give all keys of an organization one together.
 */
export function keyRequests({ pool, config, lookups, rates }: KeyGuards, api: RequestHandler): RequestHandler[] {
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
  const ofOrganization = rateLimit({
    windowMs: 60_000,
    limit: (_request, response) => rateIn(response)?.requestsPerMinute ?? Infinity,
    keyGenerator: (_request, response) => rateIn(response)?.organizationId ?? '',
    store: new PostgresStore(pool, 'organization'),
    standardHeaders: false, // those of the key are told
    legacyHeaders: false,
    skip: (_request, response) => rateIn(response) === null,
    handler: (_request, response) =>
      sendProblem(response, {
        status: 429,
        code: 'plan.too-many-requests',
        detail: `The plan of this organization allows ${rateIn(response)?.requestsPerMinute} requests a minute with all its keys. Wait for the seconds in Retry-After.`,
      }),
  });
  const findRate: RequestHandler = async (request, response, next) => {
    if (secretOf(request) === '') return next();
    const call = { requestId: String(response.locals['requestId']), address: addressOf(request) };
    response.locals['rateOfPlan'] = await rates.of(hashOfSecret(request), call);
    next();
  };
  const passOn: RequestHandler = (request, response, next) => {
    if (secretOf(request) === '') return next();
    response.locals['hasKey'] = true;
    response.locals['caller'] = `key ${hashOfSecret(request)}`;
    return api(request, response, next);
  };
  return [...lookups.inTurn([limit, findRate, ofOrganization]), passOn];
}

/** Set by `findRate`. */
function rateIn({ locals }: Response): RateOfKey | null {
  return (locals['rateOfPlan'] as RateOfKey | null | undefined) ?? null;
}

function hashOfSecret(request: Request): string {
  return createHash('sha256').update(secretOf(request)).digest('base64url');
}

/** The secret key that a request carries; empty without one. */
export function secretOf(request: Request): string {
  const [, secret = ''] = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  return secret.startsWith(keyPrefix) ? secret : '';
}
