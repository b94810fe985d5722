import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type pg from 'pg';
import { codeInput, passkeyAnswer } from '@engagex/domain/accounts';
import { addressKey } from '@engagex/domain/shared';
import { sendProblem } from './problem.ts';

const longestSeconds = 15 * 60;
const forgottenAfter = '1 day';
/** Many people share an address, so it may fail more often than one account. */
const addressFactor = 5;

/**
 * What a guess is at. It counts against whom it would let in, whoever makes it; `account` is null where a guess names
 * nobody, as a link's secret does, which only counts against where it comes from.
 */
export interface Target {
  readonly factor: 'password' | 'totp' | 'recovery-code' | 'passkey' | 'new-totp' | 'link';
  readonly account: string | null;
}

/** A place attempts are counted: one factor of one account, one client address. */
interface Counter {
  readonly key: string;
  readonly free: number;
  readonly isAccount: boolean;
}

/**
 * Guessing gets slower: after some failures each one doubles the wait, up to 15 minutes; a success of the same factor or
 * a day without attempts forgets them, so nobody is locked out permanently. An attempt is counted as failed before it is
 * made and taken back when it succeeds: a hundred at once are a hundred in a row. Counted in PostgreSQL, for all BFF
 * processes together.
 */
export class SignInDelays {
  readonly #pool: pg.Pool;
  readonly #free: number;

  constructor(pool: pg.Pool, freeFailures: number) {
    this.#pool = pool;
    this.#free = freeFailures;
  }

  /** Guards a route that checks a secret of the target that `targetOf` names. */
  guard(targetOf: (request: Request) => Target): RequestHandler {
    return (request, response, next) => {
      this.#admit(request, response, targetOf(request))
        .then((isAdmitted) => isAdmitted && next())
        .catch(next);
    };
  }

  async prune(): Promise<void> {
    await this.#pool.query(`delete from sign_in_delays where last_at < now() - interval '${forgottenAfter}'`);
  }

  async #admit(request: Request, response: Response, { factor, account }: Target): Promise<boolean> {
    const suffix = factor === 'password' ? '' : ` ${factor}`;
    const address = `${factor === 'link' ? 'links of ' : ''}address ${ipKeyGenerator(request.ip ?? '')}`;
    const counters: Counter[] = [
      { key: address, free: this.#free * addressFactor, isAccount: false },
      ...(account ? [{ key: `account ${account}${suffix}`, free: this.#free, isAccount: true }] : []),
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
      void this.#settle(counted, response).catch(() => {}); // pruned in a day anyway
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

  /**
   * After a success the factor starts afresh; the address only loses this attempt, or every own account would pay for
   * guessing others'. What failed on our side was no guess.
   */
  async #settle(counters: readonly Counter[], { statusCode, locals }: Response): Promise<void> {
    if (statusCode >= 400 && statusCode < 500) return;
    const isForgiven = statusCode < 400 && locals['keepsFailures'] !== true;
    for (const counter of counters) {
      if (counter.isAccount && isForgiven)
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

/** The password of the account that a sign-in form names, known or not. */
export function passwordNamed({ body }: Request): Target {
  const given: unknown = body;
  const email = given && typeof given === 'object' && 'email' in given ? given.email : null;
  return passwordOf(typeof email === 'string' ? email : '');
}

/** The password of the account at this address. */
export function passwordOf(email: string): Target {
  return { factor: 'password', account: addressKey(email.trim()).slice(0, 254) || null };
}

/** The password of the signed-in user. */
export function passwordInSession(request: Request): Target {
  return { factor: 'password', account: accountInSession(request) };
}

/** The code of an app or a recovery code of a user who is signed in or has shown their first factor. */
export function codeInSession(request: Request): Target {
  const code = codeInput.safeParse(request.body).data?.code ?? '';
  return { factor: /^\d{6}$/.test(code) ? 'totp' : 'recovery-code', account: accountInSession(request) };
}

/** The first code of an app that is being set up: its secret is known to whoever sets it up, so it proves nothing else. */
export function newAppInSession(request: Request): Target {
  return { factor: 'new-totp', account: accountInSession(request) };
}

export function passkeyInSession(request: Request): Target {
  return { factor: 'passkey', account: accountInSession(request) };
}

/** The passkey that answers, whoever it belongs to. */
export function passkeyNamed({ body }: Request): Target {
  const id = passkeyAnswer.safeParse(body).data?.response['id'];
  return { factor: 'passkey', account: typeof id === 'string' ? id.slice(0, 254) : null };
}

/** The secret of a mailed link: 256 bits, and it does not say whose it is. */
export function mailedLink(): Target {
  return { factor: 'link', account: null };
}

function accountInSession({ session }: Request): string | null {
  return session.userId ?? session.pending?.userId ?? null;
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
