import { Injectable } from '@nestjs/common';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { changedSince } from './rooms.queries.ts';

/** Transactions that began before a count and end after it are counted by what they changed, if they are no longer than this. */
const longestTransactionMs = 15 * 60_000;
/** What a count says is not built on for longer. */
const keptMs = 60 * 60_000;
/** More changes than this are not counted one by one. */
const mostChanges = 2_000;
const mostOrganizations = 10_000;

interface Counted {
  readonly used: number;
  /** As `performance.now()` has it: no clock that is set moves it. */
  readonly at: number;
}

/**
 * Counting a million contacts takes a fifth of a second, for each contact that is added. What was counted before, and whoever was added
 * or changed since, is never less than what there is: while even that fits, nothing is counted.
 */
@Injectable()
export class ContactEstimates {
  readonly #counted = new Map<string, Counted>();

  constructor(private readonly db: TenantDb) {}

  /** What was counted just now in the scope's organization. */
  counted(used: number): void {
    const { organizationId } = currentScope();
    this.#counted.delete(organizationId);
    this.#counted.set(organizationId, { used, at: performance.now() });
    const [oldest] = this.#counted.keys();
    if (this.#counted.size > mostOrganizations && oldest) this.#counted.delete(oldest);
  }

  /** At most so many contacts take room now; null when that has to be counted. */
  async atMost(): Promise<number | null> {
    const known = this.#counted.get(currentScope().organizationId);
    const age = known ? performance.now() - known.at : Infinity;
    if (!known || age > keptMs) return null;
    const seconds = (age + longestTransactionMs) / 1_000;
    const row = await this.db.row<{ changed: string }>(changedSince, [seconds, mostChanges + 1]);
    const changed = Number(row?.changed);
    return changed > mostChanges ? null : known.used + changed;
  }
}
