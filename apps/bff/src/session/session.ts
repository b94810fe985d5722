import type { RequestHandler } from 'express';
import session, { type SessionData } from 'express-session';
import type { Arrival, SecondFactor, SignInTest } from '@engagex/domain/accounts';
import type pg from 'pg';
import type { Config } from '../config.ts';
import { StoredSessions } from './stored-sessions.ts';

const day = 24 * 60 * 60 * 1000;
const lifetime = 30 * day;
/** Activity moves the end of a session at most this often, so that reading a page does not write to the database. */
const refreshEvery = 60 * 60 * 1000;

declare module 'express-session' {
  interface SessionData {
    userId?: string;
    /** An owner is on the way to their organization's provider, to see whether it works; nobody is signed in by that. */
    testing?: { readonly organizationId: string; readonly userId: string; readonly since: number };
    /** What came of it. */
    tested?: SignInTest;
    /** A second factor was shown. */
    hasSecondFactor?: boolean;
    /** The organization whose own provider was used; this session reaches nothing else. */
    boundTo?: string | null;
    /** Between the two factors. Nothing but the second factor reads it, so such a session can do nothing else. */
    pending?: Pending;
    /** Somebody came from a provider with the address of a user, and has to show that they are this user. */
    linking?: { readonly userId: string; readonly email: string; readonly arrival: Arrival; readonly since: number };
    /** The question a passkey has to answer next, and what for. */
    challenge?: { readonly value: string; readonly use: ChallengeUse; readonly since: number };
    /** When the person last showed, within the session, that it is them. */
    confirmedAt?: number;
    /** What they may do where, as it was when the session id was last renewed. */
    standing?: string;
    /** The id that took this one's place; this one is good for a moment more. */
    replacedBy?: string;
    /** Where to go after a provider sends somebody back. */
    returnTo?: string;
    /** Where requests go that name no organization. */
    organizationId?: string | null;
    refreshedAt?: number;
    startedAt?: number;
    device?: string;
    network?: string;
  }
}

export interface Pending {
  readonly userId: string;
  readonly methods: readonly SecondFactor[];
  readonly boundTo: string | null;
  readonly since: number;
}

export type ChallengeUse = 'sign_in' | 'second_factor' | 'confirm' | 'register';

/** Who the API is told a session is; null when nobody is signed in. */
export function claimsOf({ userId, hasSecondFactor, boundTo }: SessionData) {
  return userId ? { userId, hasSecondFactor: hasSecondFactor ?? false, boundTo: boundTo ?? null } : null;
}

/** Sessions in PostgreSQL: 30 days, extended by activity, in a cookie scripts cannot read. */
export function sessions(pool: pg.Pool, config: Config): { handlers: RequestHandler[]; close: () => void } {
  const isHttps = config.PUBLIC_URL.startsWith('https://');
  const store = new StoredSessions(keepingPlans(pool));
  const read = session({
    name: cookieName(isHttps),
    secret: config.SESSION_SECRET,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: config.TRUSTED_PROXIES > 0,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, maxAge: lifetime, path: '/' },
  });
  const refresh: RequestHandler = (request, _response, next) => {
    const { session: current } = request;
    if (current.userId && Date.now() - (current.refreshedAt ?? 0) > refreshEvery) {
      current.refreshedAt = Date.now(); // a change is saved, and the cookie sent again with a new end
      current.touch();
    }
    next();
  };
  return { handlers: [read, refresh], close: () => store.close() };
}

export function cookieName(isHttps: boolean): string {
  return isHttps ? '__Host-engagex.sid' : 'engagex.sid';
}

/** The store has five statements, and every request sends one: PostgreSQL plans them once per connection. */
function keepingPlans(pool: pg.Pool): pg.Pool {
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    const name = names.get(text) ?? `session_${names.size}`;
    names.set(text, name);
    return name;
  };
  const query = (text: string, values: unknown[]) => pool.query({ name: nameOf(text), text, values });
  return Object.assign(Object.create(pool) as pg.Pool, { query }); // the store asks for nothing else
}
