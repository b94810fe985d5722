import type { Logger } from 'pino';
import type { TenantDb } from '@engagex/tenancy';
import type { Live } from '../../platform/live/live.ts';
import { keepAlive } from './imports.queries.ts';
import type { StoredImport } from './imports.service.ts';

const everyMs = 500;

/** The import is no longer this worker's: it was cancelled, taken over by another, or this process is stopping. */
export class Stopped extends Error {}

/**
 * A running import's sign of life: twice a second it writes how far the import is, and learns there whether to stop.
 * Make it outside the import's transaction, whose rows nobody sees before the end.
 */
export class ImportProgress {
  readonly #db: TenantDb;
  readonly #live: Live;
  readonly #log: Logger;
  readonly #import: StoredImport;
  readonly #timer: NodeJS.Timeout;
  #share = 0;
  #written = 0;
  #isWriting = false;
  #isStopped = false;

  constructor(parts: { db: TenantDb; live: Live; log: Logger }, taken: StoredImport) {
    this.#db = parts.db;
    this.#live = parts.live;
    this.#log = parts.log;
    this.#import = taken;
    this.#timer = setInterval(() => void this.#write(), everyMs);
  }

  /** Notes that this share of the work (0 to 1) is done; throws `Stopped` when the rest must not be. */
  reach(share: number): void {
    if (this.#isStopped) throw new Stopped();
    this.#share = share;
  }

  /** Makes the next `reach` throw. */
  stop(): void {
    this.#isStopped = true;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    const { id, attempts, rows } = this.#import;
    const processed = Math.floor(this.#share * Number(rows));
    try {
      const isMine = await this.#db.transaction(() => this.#db.row(keepAlive, [id, attempts, processed]));
      if (!isMine) this.stop();
      if (processed !== this.#written) this.#live.publish('imports', id);
      this.#written = processed;
    } catch (err) {
      // Tried again in half a second; should it stay so, another worker takes the import over and this one cannot commit.
      this.#log.warn({ err, importId: id }, 'could not write the progress of an import');
    } finally {
      this.#isWriting = false;
    }
  }
}
