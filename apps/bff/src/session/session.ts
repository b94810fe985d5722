import connectPgSimple from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import session from 'express-session';
import type pg from 'pg';
import type { Config } from '../config.ts';

const day = 24 * 60 * 60 * 1000;
const lifetime = 30 * day;
/** Activity moves the end of a session at most this often, so that reading a page does not write to the database. */
const refreshEvery = 60 * 60 * 1000;

declare module 'express-session' {
  interface SessionData {
    userId?: string;
    /** Where requests go that name no organization. */
    organizationId?: string | null;
    refreshedAt?: number;
    startedAt?: number;
    device?: string;
    network?: string;
  }
}

const PostgresSessions = connectPgSimple(session);

/** Sessions in PostgreSQL: 30 days, extended by activity, in a cookie scripts cannot read. */
export function sessions(pool: pg.Pool, config: Config): { handlers: RequestHandler[]; close: () => void } {
  const isHttps = config.PUBLIC_URL.startsWith('https://');
  const store = new PostgresSessions({ pool, tableName: 'sessions', disableTouch: true });
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
