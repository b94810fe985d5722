import { Injectable } from '@nestjs/common';
import { meters } from '@engagex/domain/usage';
import { TenantDb } from '@engagex/tenancy';
import { enterContacts, enterDomains, enterSeats, enterStorage } from './held.queries.ts';
import { endHours, freezeHours, holdAccount, moveFrozen } from './usage.queries.ts';

/** A worker that was away for long catches up in steps. */
const mostHours = 24 * 7;
const lastHourOfDay = 23;

/** Closes hours that are over: from then on, what they come to is the sum that invoices are made of. */
@Injectable()
export class FreezeUsage {
  constructor(private readonly db: TenantDb) {}

  /** In the organization of the scope. Answers whether there were hours to freeze. */
  async run(): Promise<boolean> {
    return this.db.transaction(async () => {
      const [due] = await this.db.rowsByKey<{ from: number; to: number }>(holdAccount, [mostHours]);
      if (!due) return false;
      const { from, to } = due;
      await this.db.rows(endHours, [from, to]);
      const evening = lastEveningIn(from, to);
      if (evening !== null)
        for (const enter of [enterContacts, enterSeats, enterDomains, enterStorage])
          await this.db.rows(enter, [evening]);
      await this.db.rows(freezeHours, [from, to, meters]);
      await this.db.rows(moveFrozen, [to]);
      return true;
    });
  }
}

/**
 * The last hour of a day (UTC) among these hours of Unix time; null when there is none. What was held on days that went by
 * unfrozen is not known any more: only the last of them is looked at.
 */
export function lastEveningIn(from: number, to: number): number | null {
  const hour = Math.floor((to - 1 - lastHourOfDay) / 24) * 24 + lastHourOfDay;
  return hour >= from ? hour : null;
}
