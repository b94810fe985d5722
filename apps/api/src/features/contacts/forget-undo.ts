import { Injectable } from '@nestjs/common';
import { undoDays } from '@engagex/domain/contacts';
import { TenantDb } from '@engagex/tenancy';

const atOnce = 5_000;

/** A day after the last undo may have begun, so that none ever finds half of what it needs. */
const forgetAfterDays = undoDays + 1;
export const findForgettable = {
  imports: `select organization_id as "organizationId", id from forgettable_imports(make_interval(days => ${forgetAfterDays}))`,
  bulkActions: `select organization_id as "organizationId", id from forgettable_bulk_actions(make_interval(days => ${forgetAfterDays}))`,
};

/** How long ago it was is asked again here: whoever calls may be mistaken. */
const isOld = `finished_at < now() - make_interval(days => ${forgetAfterDays})`;

interface Forgotten {
  /** $1: holds the row, if there is anything to forget. */
  readonly hold: string;
  /** $1, $2 how many: each deletes some of what is remembered. */
  readonly some: readonly string[];
  /** $1: nothing is left. */
  readonly end: string;
}

const ofImport: Forgotten = {
  hold: `select id from imports where id = $1 and status = 'done' and stamp is not null and ${isOld} for update skip locked`,
  some: [
    `delete from import_changes where import_id = $1 and contact_id in (
      select contact_id from import_changes where import_id = $1 order by contact_id limit $2)`,
    `delete from import_created where import_id = $1 and number in (
      select number from import_created where import_id = $1 order by number limit $2)`,
  ],
  end: 'update imports set stamp = null where id = $1',
};

const ofBulkAction: Forgotten = {
  hold: `select id from bulk_actions where id = $1 and forgotten_at is null and ${isOld} for update skip locked`,
  some: [
    `delete from bulk_action_batches where bulk_action_id = $1 and number in (
      select number from bulk_action_batches where bulk_action_id = $1 order by number limit $2)`,
  ],
  end: 'update bulk_actions set forgotten_at = now() where id = $1',
};

/** Forgets what undoing would have needed, some rows at a time, once it is too late to undo. */
@Injectable()
export class ForgetUndo {
  constructor(private readonly db: TenantDb) {}

  import(id: string): Promise<void> {
    return this.#forget(ofImport, id);
  }

  bulkAction(id: string): Promise<void> {
    return this.#forget(ofBulkAction, id);
  }

  async #forget(what: Forgotten, id: string): Promise<void> {
    while (await this.db.transaction(() => this.#step(what, id)));
  }

  /** Resolves to whether there is more to do for this worker. */
  async #step({ hold, some, end }: Forgotten, id: string): Promise<boolean> {
    if (!(await this.db.row(hold, [id]))) return false;
    for (const statement of some) {
      if ((await this.db.affected(statement, [id, atOnce])) > 0) return true;
    }
    await this.db.rows(end, [id]);
    return false;
  }
}
