import type { TenantDb } from '@engagex/tenancy';

const atOnce = 5_000;

/** Statements that forget what was remembered of a thing, such as what undoing it would have needed. */
export interface Forgettable {
  /** $1: holds its row, if there is anything to forget. Asks again how long ago it was: whoever calls may be mistaken. */
  readonly hold: string;
  /** $1, $2 how many: each deletes some of what is remembered. */
  readonly some: readonly string[];
  /** $1: nothing is left. */
  readonly end: string;
}

/** Forgets some rows at a time, in transactions of their own. */
export async function forget(db: TenantDb, what: Forgettable, id: string): Promise<void> {
  while (await db.transaction(() => forgetSome(db, what, id)));
}

/** Resolves to whether there is more to do for this worker. */
async function forgetSome(db: TenantDb, { hold, some, end }: Forgettable, id: string): Promise<boolean> {
  if (!(await db.row(hold, [id]))) return false;
  for (const statement of some) {
    if ((await db.affected(statement, [id, atOnce])) > 0) return true;
  }
  await db.rows(end, [id]);
  return false;
}
