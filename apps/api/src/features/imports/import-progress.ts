import { outsideTransaction, type TenantDb } from '@engagex/tenancy';
import type { Live } from '../../platform/live/live.ts';

const heartbeatMs = 1_000;

/** Not an error: somebody cancelled, or another worker took over. */
export class Stopped extends Error {}

/** Writes how far it is, beside the import's own transaction, and checks there whether to stop. */
export class Progress {
  processed = 0;
  #isStopped = false;
  readonly #timer: NodeJS.Timeout;

  constructor(db: TenantDb, live: Live, { id, attempts }: { readonly id: string; readonly attempts: number }) {
    this.#timer = setInterval(() => {
      outsideTransaction(() =>
        db.transaction(() =>
          db.row(
            `update imports set processed = $3, heartbeat_at = now() where id = $1 and status in ('running', 'rehearsing') and attempts = $2 returning id`,
            [id, attempts, Math.floor(this.processed)],
          ),
        ),
      ).then(
        (row) => {
          this.#isStopped ||= row === null;
          live.publish('imports', id);
        },
        () => {}, // a heartbeat that fails is tried again in a second
      );
    }, heartbeatMs);
  }

  assertGoing(): void {
    if (this.#isStopped) throw new Stopped('cancelled, or taken over by another worker');
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
