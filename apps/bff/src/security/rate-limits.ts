import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit, type Options, type Store } from 'express-rate-limit';
import type pg from 'pg';
import type { Config } from '../config.ts';
import { sendProblem } from './problem.ts';
import { isRead, sendRefusal } from './recipient-refusals.ts';

const minute = 60_000;

/** Attempts counted in PostgreSQL, so that all BFF processes count together. */
export class PostgresStore implements Store {
  readonly localKeys = false;
  readonly #pool: pg.Pool;
  readonly #name: string;
  #windowMs = minute;

  constructor(pool: pg.Pool, name: string) {
    this.#pool = pool;
    this.#name = name;
  }

  init({ windowMs }: Options): void {
    this.#windowMs = windowMs;
  }

  async increment(key: string) {
    const { rows } = await this.#pool.query<{ hits: number; resetAt: Date }>(
      `insert into rate_limits as r (key, hits, reset_at) values ($1, 1, now() + make_interval(secs => $2))
       on conflict (key) do update set
         hits = case when r.reset_at <= now() then 1 else r.hits + 1 end,
         reset_at = case when r.reset_at <= now() then excluded.reset_at else r.reset_at end
       returning hits, reset_at as "resetAt"`,
      [this.#rowKey(key), this.#windowMs / 1000],
    );
    return { totalHits: rows[0]?.hits ?? 1, resetTime: rows[0]?.resetAt };
  }

  async decrement(key: string): Promise<void> {
    await this.#pool.query('update rate_limits set hits = hits - 1 where key = $1 and hits > 0', [this.#rowKey(key)]);
  }

  async resetKey(key: string): Promise<void> {
    await this.#pool.query('delete from rate_limits where key = $1', [this.#rowKey(key)]);
  }

  #rowKey(key: string): string {
    return `${this.#name} ${key}`.replaceAll('\0', '').toWellFormed(); // part of an address may be anything
  }
}

export interface AuthLimits {
  readonly signUp: RequestHandler[];
  readonly passwordReset: RequestHandler[];
}

/** Sign-ups and new passwords per client address. */
export function authLimits(pool: pg.Pool, config: Config): AuthLimits {
  const limiter = (name: string, windowMs: number, limit: number, keyGenerator: (request: Request) => string) =>
    rateLimit({
      windowMs,
      limit,
      keyGenerator,
      store: new PostgresStore(pool, name),
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      identifier: name,
      handler: (_request, response) => {
        const seconds = Number(response.getHeader('retry-after') ?? windowMs / 1000);
        const minutes = Math.max(1, Math.ceil(seconds / 60));
        sendProblem(response, {
          status: 429,
          code: 'sign-in.too-many',
          detail: `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
        });
      },
    });
  return {
    signUp: [limiter('sign-up', 60 * minute, config.SIGN_UP_LIMIT, byAddress)],
    passwordReset: [limiter('password-reset', 60 * minute, config.SIGN_UP_LIMIT, byAddress)],
  };
}

/** Sign-ups through forms: per client address, and per form from wherever they come. */
export function formLimits(pool: pg.Pool, config: Config): RequestHandler[] {
  const limiter = (name: string, limit: number, keyGenerator: (request: Request) => string) =>
    rateLimit({
      windowMs: 60 * minute,
      limit,
      keyGenerator,
      store: new PostgresStore(pool, name),
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      identifier: name,
      handler: (request, response) => {
        if (isRead(request)) return sendRefusal(response, 429);
        response.status(429).type('text/plain').send('Too many people are signing up right now. Try again in an hour.');
      },
    });
  return [
    limiter('form-address', config.FORM_LIMIT, byAddress),
    limiter('form', 50 * config.FORM_LIMIT, ({ params }) => String(params['id']).slice(0, 100)),
  ];
}

/** Views of the DNS page without an account: it asks every few seconds, and nobody needs many of them. */
const dnsPageViewsPerMinute = 60;

export function dnsPageLimits(pool: pg.Pool): RequestHandler[] {
  return [
    rateLimit({
      windowMs: minute,
      limit: dnsPageViewsPerMinute,
      keyGenerator: byAddress,
      store: new PostgresStore(pool, 'dns-page'),
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      identifier: 'dns-page',
      handler: (_request, response) =>
        sendProblem(response, {
          status: 429,
          code: 'dns-page.too-many',
          detail: 'Too many requests. Try again in a minute.',
        }),
    }),
  ];
}

/** Events of providers, per webhook: some providers send each event in a request of its own, and send again what was refused. */
export function hookLimit(pool: pg.Pool, config: Config): RequestHandler {
  return rateLimit({
    windowMs: minute,
    limit: config.HOOK_LIMIT,
    keyGenerator: (request) => `${String(request.params['id']).slice(0, 100)} ${byAddress(request)}`,
    store: new PostgresStore(pool, 'hook'),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'hook',
    handler: (_request, response) =>
      sendProblem(response, {
        status: 429,
        code: 'provider-event.too-many',
        detail: 'Too many requests to this webhook. Send the events again in a minute.',
      }),
  });
}

/** Removes what has run out; called now and then. */
export async function pruneRateLimits(pool: pg.Pool): Promise<void> {
  await pool.query('delete from rate_limits where reset_at <= now()');
}

function byAddress(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}
