import pg from 'pg';
import type { Logger } from 'pino';
import { Observable, Subject } from 'rxjs';
import { filter } from 'rxjs/operators';
import { currentScope } from '@engagex/tenancy';
import type { Config } from '../../config.ts';

const channel = 'engagex_live';
const reconnectMs = 1_000;
/** A row that changes all the time is announced this often, and once more after its last change. */
const quietMs = 400;

/** Something about this noun changed; whoever shows it should look again. */
export interface Change {
  readonly organizationId: string;
  readonly noun: string;
  readonly id: string | null;
}

/** Tells browsers that rows changed, from whichever process changed them, through LISTEN / NOTIFY. */
export class Live {
  readonly #pool: pg.Pool;
  readonly #url: string;
  readonly #log: Logger;
  readonly #changes = new Subject<Change>();
  readonly #quiet = new Map<string, { again: boolean }>();
  #listener: pg.Client | null = null;
  #closed = false;

  constructor(config: Config, log: Logger) {
    this.#url = config.DATABASE_URL;
    this.#log = log;
    this.#pool = new pg.Pool({ connectionString: config.DATABASE_URL, max: 1, application_name: 'engagex live' });
    this.#pool.on('error', (err) => log.warn({ err }, 'live connection failed'));
  }

  /** Announces a change in the scope's organization. Losing an announcement costs a refresh, never data. */
  publish(noun: string, id: string | null = null): void {
    const change: Change = { organizationId: currentScope().organizationId, noun, id };
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
  get changes(): Observable<Change> {
    return this.#changes;
  }

  /** The changes of one organization, for those who may see it. */
  changesOf(organizationId: string): Observable<Change> {
    return this.changes.pipe(filter((change) => change.organizationId === organizationId));
  }

  async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'engagex live', keepAlive: true });
    client.on('notification', ({ payload }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only #send below writes to this channel
      if (payload) this.#changes.next(JSON.parse(payload) as Change);
    });
    client.on('error', (err) => this.#log.warn({ err }, 'live connection failed'));
    client.on('end', () => {
      if (!this.#closed) setTimeout(() => void this.listen().catch(() => {}), reconnectMs).unref();
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      this.#listener = client;
    } catch (err) {
      this.#log.warn({ err }, 'live connection failed');
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

  #send(change: Change): void {
    this.#pool
      .query('select pg_notify($1, $2)', [channel, JSON.stringify(change)])
      .catch((err: unknown) => this.#log.warn({ err }, 'could not announce a change'));
  }
}
