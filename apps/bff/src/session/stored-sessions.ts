import connectPgSimple from 'connect-pg-simple';
import type { Request } from 'express';
import session, { type Session, type SessionData } from 'express-session';
import type pg from 'pg';

const PostgresSessions = connectPgSimple(session);

/**
 * Sessions in PostgreSQL of which an ended one stays ended: a request that was under way when somebody ended its session
 * saves it once more, and that changes only what is still there.
 */
export class StoredSessions extends PostgresSessions {
  readonly #pool: Pick<pg.Pool, 'query'>;
  /** Those that were read from the table or written to it. */
  readonly #stored = new WeakSet<SessionData>();

  constructor(pool: pg.Pool) {
    super({ pool, tableName: 'sessions', disableTouch: true });
    this.#pool = pool;
  }

  override createSession(request: Request, data: SessionData): Session & SessionData {
    const found = super.createSession(request, data);
    this.#stored.add(found);
    return found;
  }

  override set(sid: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
    if (data.replacedBy === undefined && !this.#stored.has(data)) {
      this.#stored.add(data);
      return super.set(sid, data, done);
    }
    this.#pool
      .query('update sessions set sess = $1, expire = $2 where sid = $3', [data, data.cookie.expires, sid])
      .then(() => done(), done);
  }
}
