import pg from 'pg';
import type { Logger } from 'pino';
import { Observable, Subject } from 'rxjs';
import { filter } from 'rxjs/operators';
import type { LiveChange, Noun } from '@engagex/domain/shared';
import { currentScope } from '@engagex/tenancy';
import type { Config } from '../../config.ts';

const channel = 'engagex_live';
const reconnectMs = 1_000;
const connectMs = 10_000;
/** A row that changes all the time is announced this often, and once more after its last change. */
const quietMs = 400;

/** Tells browsers that rows changed, from whichever process changed them, through LISTEN / NOTIFY. */
export class Live {
  readonly #pool: pg.Pool;
  readonly #url: string;
  readonly #log: Logger;
  readonly #changes = new Subject<LiveChange>();
  readonly #losses = new Subject<void>();
  readonly #quiet = new Map<string, { again: boolean }>();
  #listener: pg.Client | null = null;
  #closed = false;

  constructor(config: Config, log: Logger) {
    this.#url = config.DATABASE_URL;
    this.#log = log;
    this.#pool = new pg.Pool({
      connectionString: config.DATABASE_URL,
      max: 1,
      application_name: 'engagex live',
      connectionTimeoutMillis: connectMs,
    });
    this.#pool.on('error', (err) => log.warn({ err }, 'live connection failed'));
  }

  /** Announces a change in the scope's organization. Losing an announcement costs a refresh, never data. */
  publish(noun: Noun, id: string | null = null): void {
    const change: LiveChange = { organizationId: currentScope().organizationId, noun, id };
    const key = `${change.organizationId} ${noun} ${id ?? ''}`;
    const quiet = this.#quiet.get(key);
    if (quiet) {
      quiet.again = true;
      return;
    }
    this.#send(change);
    this.#quiet.set(key, { again: false });
    setTimeout(() => {
      const { again } = this.#quiet.get(key) ?? { again: false };
      this.#quiet.delete(key);
      if (again && !this.#closed) this.#send(change);
    }, quietMs).unref();
  }

  /** The changes of all organizations, for what this process keeps in memory. */
  get changes(): Observable<LiveChange> {
    return this.#changes;
  }

  /** The changes of one organization, for those who may see it. */
  changesOf(organizationId: string): Observable<LiveChange> {
    return this.changes.pipe(filter((change) => change.organizationId === organizationId));
  }

  /** Whether every change arrives right now. */
  get isListening(): boolean {
    return this.#listener !== null;
  }

  /** Says each time that changes may have been missed. */
  get losses(): Observable<void> {
    return this.#losses;
  }

  async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'engagex live',
      keepAlive: true,
      connectionTimeoutMillis: connectMs,
    });
    client.on('notification', ({ payload }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only #send below writes to this channel
      if (payload) this.#changes.next(JSON.parse(payload) as LiveChange);
    });
    client.on('error', (err) => this.#log.warn({ err }, 'live connection failed'));
    let isOver = false;
    const startOver = () => {
      if (isOver) return;
      isOver = true;
      this.#listener = null;
      this.#losses.next();
      if (!this.#closed) setTimeout(() => void this.listen(), reconnectMs).unref();
    };
    client.on('end', startOver);
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      if (!isOver) this.#listener = client;
    } catch (err) {
      this.#log.warn({ err }, 'live connection failed');
      startOver();
      await client.end().catch(() => {}); // it may never have been connected
    }
  }

  /** Ends every stream, so that the server can close. */
  endStreams(): void {
    this.#changes.complete();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#listener?.end();
    await this.#pool.end();
  }

  #send(change: LiveChange): void {
    this.#pool
      .query('select pg_notify($1, $2)', [channel, JSON.stringify(change)])
      .catch((err: unknown) => this.#log.warn({ err }, 'could not announce a change'));
  }
}
