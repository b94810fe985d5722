import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { UsageSink } from '../../ports/usage-sink.ts';
import { type Compared, isSame, type LedgerTotal, type Window, windowsOf } from './compared-windows.ts';
import { type MeteredHours, meteredHours } from './metered-hours.ts';
import { PlanReports } from './plan-reports.ts';
import { RecheckHours } from './recheck-hours.ts';
import {
  holdProgress,
  invoicedUntil,
  invoicedUse,
  ledgerOfHours,
  moveCompared,
  settleDifferences,
  storeDifferences,
} from './usage-reports.queries.ts';
import type { Progress } from './plan-reports.ts';

const dayMs = 86_400_000;
export const comparedEveryMs = dayMs;
/** A month, and time for its invoice. */
const lookedBackDays = 45;

/** Compares, for each period that was invoiced, the ledger with what the meter counted and what the invoice says. */
@Injectable()
export class CompareUsage {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly sink: UsageSink,
    private readonly planning: PlanReports,
    private readonly rechecking: RecheckHours,
  ) {}

  /** Of the scope's organization. Answers what is not the same. */
  async compare(): Promise<readonly Compared[]> {
    const since = new Date(this.clock.now().getTime() - lookedBackDays * dayMs);
    const found = await this.#read(since);
    if (!found) return [];
    const { hours, windows, totals } = found;
    const different = [...(await this.rechecking.recheck(hours))];
    for (const [n, window] of windows.entries()) {
      const { entered, frozen } = totals.find((total) => total.n === n) ?? { entered: 0, frozen: 0 };
      let counted = 0;
      for (const { from, until } of window.pieces) counted += await this.sink.totalOf({ ...window, from, until });
      const compared = { ...window, entered, frozen, counted };
      if (!isSame(compared)) different.push(compared);
    }
    await this.#write(different, since);
    return different;
  }

  #read(since: Date) {
    return this.db.transaction(async () => {
      const progress = await this.db.row<Progress>(holdProgress);
      if (!progress) return null;
      const hours: readonly MeteredHours[] = meteredHours(await this.planning.spans(), progress.plannedUntil);
      const lines = await this.db.rows<Omit<Window, 'meter' | 'customerId'>>(invoicedUse, [since]);
      const closed = await this.db.row<{ until: Date | null }>(invoicedUntil);
      const windows = windowsOf({ hours, lines, since, until: closed?.until ?? null });
      const totals = await this.db.rows<LedgerTotal>(ledgerOfHours, [JSON.stringify(piecesOf(windows))]);
      return { hours, windows, totals };
    });
  }

  async #write(different: readonly Compared[], since: Date): Promise<void> {
    const now = this.clock.now();
    const stored = await this.db.transaction(async () => {
      const rows = JSON.stringify(different);
      const told = await this.db.rows<Compared & { isNew: boolean }>(storeDifferences, [rows]);
      await this.db.rows(settleDifferences, [rows, now, since]);
      await this.db.rows(moveCompared, [now]);
      return told;
    });
    const fresh = stored.filter(({ isNew }) => isNew);
    if (fresh.length > 0)
      this.log.error({ differences: fresh }, 'the ledger, the meter and the invoice do not come to the same');
  }
}

function piecesOf(windows: readonly Window[]) {
  return windows.flatMap(({ meter, pieces }, n) => pieces.map(({ from, until }) => ({ n, meter, from, until })));
}
