import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Logger } from 'pino';
import { currentScope, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { BeforeDeletion } from '../../platform/before-deletion.ts';
import type { Table } from '../../platform/tables/table.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Files } from '../../ports/files.ts';

const rowsAtOnce = 5_000;

/**
 * Deletes everything of the scope's organization once its time is over. Each step is a transaction of its own and finds out on its
 * own what is left to do, so it may be killed anywhere and run again; its row goes last and is what a rerun
 * is found by.
 */
@Injectable()
export class PurgeOrganization {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly tables: Tables,
    private readonly discovery: DiscoveryService,
  ) {}

  /** Whether everything is deleted. False when the deletion was cancelled, another worker is at it, or `stop` ended it. */
  async purge(stop?: AbortSignal): Promise<boolean> {
    const { organizationId } = currentScope();
    if (await this.#isDue()) await this.#endOutside();
    if (!(await this.#close())) return false;
    let rows = 0;
    for (const table of await this.db.transaction(() => this.tables.inPurgeOrder(this.db))) {
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

  /** Until it is closed an owner may still cancel, so nothing outside ends before the day has come. */
  async #isDue(): Promise<boolean> {
    const due = await this.db.transaction(() =>
      this.db.row(
        `select from organizations where id = current_organization() and deletes_at <= now() and deleted_at is null`,
      ),
    );
    return due !== null;
  }

  async #endOutside(): Promise<void> {
    const providers = this.discovery.getProviders().map(({ instance }: { instance: unknown }) => instance);
    for (const each of providers) if (each instanceof BeforeDeletion) await each.end();
  }

  /**
   * From here on nobody has access, and no worker starts anything. False if an owner cancelled just before.
   */
  async #close(): Promise<boolean> {
    return this.db.transaction(async () => {
      const closed = await this.db.row(
        `update organizations set deleted_at = coalesce(deleted_at, now())
         where id = current_organization() and deletes_at <= now() returning id`,
      );
      if (!closed) return false;
      for (const { stop } of this.tables.declared) if (stop) await this.db.rows(stop);
      return true;
    });
  }

  /** Null when another worker is at it. The lock keeps two of them apart and nobody else. */
  async #deleteSome({ name, purge = inBatches(name) }: Table): Promise<number | null> {
    return retryingDeadlocks(() =>
      this.db.transaction(async () => {
        const held = await this.db.row(
          `select id from organizations where id = current_organization() and deleted_at is not null
           for no key update skip locked`,
        );
        if (!held) return null;
        const gone = await this.db.row<{ deleted: number }>(purge, [rowsAtOnce]);
        return gone?.deleted ?? 0;
      }),
    );
  }
}

/** Deletes up to $1 rows. Row-level security leaves only those of the organization to be found. */
function inBatches(table: string): string {
  return `
    with gone as (delete from ${table} where ctid = any (array(select ctid from ${table} limit $1)) returning 1)
    select count(*)::int as deleted from gone`;
}
