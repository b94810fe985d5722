import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type pg from 'pg';
import { addressKey } from '@engagex/domain/shared';
import { sendProblem } from './problem.ts';

const longestSeconds = 15 * 60;
const forgottenAfter = '1 day';
/** Many people share an address, so it may fail more often than one account. */
const addressFactor = 5;

/** A place attempts are counted: one account, one client address. */
interface Counter {
  readonly key: string;
  readonly free: number;
}

/**
 * Guessing gets slower: after some failures each one doubles the wait, up to 15 minutes; a success or a day without
 * attempts forgets them, so nobody is locked out for good. An attempt is counted as failed before it is made and taken
 * back when it succeeds: a hundred at once are a hundred in a row. Counted in PostgreSQL, for all BFF processes together.
 */
export class SignInDelays {
  readonly #pool: pg.Pool;
  readonly #free: number;

  constructor(pool: pg.Pool, freeFailures: number) {
    this.#pool = pool;
    this.#free = freeFailures;
  }

  /** Guards a route that checks a secret of the account that `accountOf` names. */
  guard(accountOf: (request: Request) => string | null): RequestHandler {
    return (request, response, next) => {
      this.#admit(request, response, accountOf(request))
        .then((isAdmitted) => isAdmitted && next())
        .catch(next);
    };
  }

  async prune(): Promise<void> {
    await this.#pool.query(`delete from sign_in_delays where last_at < now() - interval '${forgottenAfter}'`);
  }

  async #admit(request: Request, response: Response, account: string | null): Promise<boolean> {
    const counters: Counter[] = [
      { key: `address ${ipKeyGenerator(request.ip ?? '')}`, free: this.#free * addressFactor },
      ...(account ? [{ key: `account ${account}`, free: this.#free }] : []),
    ];
    const counted: Counter[] = [];
    for (const counter of counters) {
      const seconds = await this.#count(counter);
      if (seconds !== null) {
        // Told to wait, not tried: what was counted so far did not happen.
        for (const each of counted) await this.#takeBack(each);
        refuse(response, seconds);
        return false;
      }
      counted.push(counter);
    }
    response.once('finish', () => {
      if (response.statusCode < 400) void this.#succeeded(counted).catch(() => {}); // pruned in a day all the same
    });
    return true;
  }

  /** Counts a failure; the seconds to wait instead when it is too early for another attempt. */
  async #count({ key, free }: Counter): Promise<number | null> {
    const { rows } = await this.#pool.query<{ admitted: boolean; seconds: number }>(
      `with counted as (
         insert into sign_in_delays as d (key, failures, last_at, next_at) values ($1, 1, now(), '-infinity')
         on conflict (key) do update set
           failures = case when d.last_at < now() - interval '${forgottenAfter}' then 1 else d.failures + 1 end,
           last_at = now(),
           -- Not now(): two attempts at once must not find each other a moment too early.
           next_at = case when d.failures + 1 < $2 or d.last_at < now() - interval '${forgottenAfter}' then '-infinity'
             else now() + make_interval(secs => least(power(2, least(d.failures + 1 - $2, 20)), ${longestSeconds})) end
         where d.next_at <= now() returning key
       )
       select exists (select from counted) as admitted,
         coalesce((select ceil(extract(epoch from greatest(next_at, now()) - now()))::int from sign_in_delays where key = $1), 0) as seconds`,
      [key, free],
    );
    return rows[0]?.admitted ? null : Math.max(1, rows[0]?.seconds ?? 1);
  }

  /** The account starts afresh; the address only loses this one, or every own account would pay for guessing others'. */
  async #succeeded(counters: readonly Counter[]): Promise<void> {
    for (const counter of counters) {
      if (counter.key.startsWith('account '))
        await this.#pool.query('delete from sign_in_delays where key = $1', [counter.key]);
      else await this.#takeBack(counter);
    }
  }

  async #takeBack({ key }: Counter): Promise<void> {
    await this.#pool.query(
      `update sign_in_delays set failures = failures - 1, next_at = '-infinity' where key = $1 and failures > 0`,
      [key],
    );
  }
}

/** The account that a sign-in form names, known or not. */
export function accountNamed(request: Request): string | null {
  const body: unknown = request.body;
  const email = body && typeof body === 'object' && 'email' in body ? body.email : null;
  return typeof email === 'string' ? addressKey(email.trim()).slice(0, 254) : null;
}

/** The account in the session, whose second factor or password is checked. */
export function accountInSession({ session }: Request): string | null {
  return session.userId ?? session.pending?.userId ?? session.linking?.userId ?? null;
}

function refuse(response: Response, seconds: number): void {
  response.setHeader('retry-after', String(seconds));
  const minutes = Math.ceil(seconds / 60);
  const wait =
    seconds < 60
      ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
      : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  sendProblem(response, {
    status: 429,
    code: 'sign-in.too-many',
    detail: `Too many attempts. Try again in ${wait}.`,
  });
}
