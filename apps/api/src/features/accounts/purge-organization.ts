import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { currentScope, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { Files } from '../../ports/files.ts';
import { purgedTables, type PurgedTable } from './purged-tables.ts';

const rowsAtOnce = 5_000;

/**
 * Deletes everything of the scope's organization once its time is over. Each step is a transaction of its own and finds
 * out by itself what is left to do, so it may be killed anywhere and run again; its row goes last and is what a rerun
 * is found by.
 */
@Injectable()
export class PurgeOrganization {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly files: Files,
  ) {}

  /** Whether nothing is left of it. Not when it was kept, when another worker is at it, or when `stop` said so. */
  async purge(stop?: AbortSignal): Promise<boolean> {
    const { organizationId } = currentScope();
    if (!(await this.#close())) return false;
    let rows = 0;
    for (const table of purgedTables) {
      for (;;) {
        if (stop?.aborted) return false;
        const deleted = await this.#deleteSome(table);
        if (deleted === null) return false;
        if (deleted === 0) break;
        rows += deleted;
      }
    }
    await this.files.removeAll(organizationId);
    const [ended] = await this.db.transaction(() => this.db.rows('select end_organization()'));
    if (ended) this.log.info({ organizationId, rows }, 'an organization was deleted');
    return ended !== undefined;
  }

  /**
   * From here on nobody can enter, and no worker begins anything: a draft is never due and lets no message out. False
   * when an owner was quicker and kept it.
   */
  async #close(): Promise<boolean> {
    return this.db.transaction(async () => {
      const closed = await this.db.row(
        `update organizations set deleted_at = coalesce(deleted_at, now())
         where id = current_organization() and deletes_at <= now() returning id`,
      );
      if (!closed) return false;
      await this.db.rows(`update campaigns set status = 'draft' where status not in ('draft', 'sent')`);
      await this.db.rows(
        `update messages set state = 'skipped', reason = 'cancelled', claim_id = null, lease_until = null
         where state in ('pending', 'deferred', 'claimed')`,
      );
      await this.db.rows(
        `update imports set status = 'cancelled' where status in ('rehearsing', 'queued', 'running', 'undoing')`,
      );
      return true;
    });
  }

  /** Null when another worker is at it. The lock keeps two of them apart and nobody else. */
  async #deleteSome({ deleteSome }: PurgedTable): Promise<number | null> {
    return retryingDeadlocks(() =>
      this.db.transaction(async () => {
        const held = await this.db.row(
          `select id from organizations where id = current_organization() and deleted_at is not null
           for no key update skip locked`,
        );
        if (!held) return null;
        const gone = await this.db.row<{ deleted: number }>(deleteSome, [rowsAtOnce]);
        return gone?.deleted ?? 0;
      }),
    );
  }
}
