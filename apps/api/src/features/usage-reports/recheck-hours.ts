import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { type Hours, UsageSink } from '../../ports/usage-sink.ts';
import type { Compared, LedgerTotal } from './compared-windows.ts';
import { common, type MeteredHours } from './metered-hours.ts';
import { ledgerOfHours, reportAnew, reportsOfHours } from './usage-reports.queries.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Meters add up some time after a report. */
const settledAfterMs = hourMs;

interface Reported {
  readonly hour: Date;
  readonly total: number;
  readonly state: 'pending' | 'accepted' | 'refused' | 'too_late';
  readonly reportedAt: Date | null;
}

/**
 * Asks meters what they counted of hours that can still be reported, and reports anew where that is not what we said: it was refused
 * later, lost, or somebody else reported to the meter. What was refused is tried again, since the reason may be mended.
 */
@Injectable()
export class RecheckHours {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly sink: UsageSink,
  ) {}

  /** Answers the hours that differ, each on its own. */
  async recheck(all: readonly MeteredHours[]): Promise<readonly Compared[]> {
    const now = this.clock.now().getTime();
    // A day less, so that what is reported anew still gets there.
    const from = new Date(now - (this.sink.reportableDays - 1) * dayMs);
    const different: Compared[] = [];
    for (const hours of all) {
      const recent = common(hours, { from: startOfHour(from), until: new Date(now) });
      if (recent) different.push(...(await this.#differencesIn(recent)));
    }
    return different;
  }

  async #differencesIn(hours: MeteredHours): Promise<readonly Compared[]> {
    const { priceId, from, until } = hours;
    const reports = await this.db.transaction(() => this.db.rows<Reported>(reportsOfHours, [priceId, from, until]));
    const refused = reports.filter(({ state }) => state === 'refused');
    const different = await this.#unlike(hours, reports);
    await this.#reportAnew(
      priceId,
      from,
      [...refused, ...different].map(({ hour }) => hour),
    );
    return this.#compared(hours, different);
  }

  async #unlike(hours: Hours, reports: readonly Reported[]): Promise<readonly { hour: Date; counted: number }[]> {
    const total = reports.reduce((sum, report) => sum + (report.state === 'accepted' ? report.total : 0), 0);
    if (total === (await this.sink.totalOf(hours))) return [];
    const settled = this.clock.now().getTime() - settledAfterMs;
    const counted = new Map((await this.sink.totalsByHour(hours)).map((each) => [each.hour.getTime(), each.total]));
    const reported = new Map(reports.map((report) => [report.hour.getTime(), report]));
    return [...new Set([...counted.keys(), ...reported.keys()])].flatMap((at) => {
      const report = reported.get(at);
      const isOpen = report && (report.state !== 'accepted' || (report.reportedAt?.getTime() ?? 0) > settled);
      const count = counted.get(at) ?? 0;
      return isOpen || count === (report?.total ?? 0) ? [] : [{ hour: new Date(at), counted: count }];
    });
  }

  async #reportAnew(priceId: string, from: Date, hours: readonly Date[]): Promise<void> {
    if (hours.length === 0) return;
    await this.db.transaction(() => this.db.rows(reportAnew, [priceId, hours, this.clock.now(), from]));
  }

  async #compared(
    { meter, priceId, customerId }: MeteredHours,
    different: readonly { hour: Date; counted: number }[],
  ): Promise<readonly Compared[]> {
    const windows = different.map(({ hour }, n) => ({
      n,
      meter,
      from: hour,
      until: new Date(hour.getTime() + hourMs),
    }));
    const totals = await this.db.transaction(() => this.db.rows<LedgerTotal>(ledgerOfHours, [JSON.stringify(windows)]));
    return windows.map(({ n, from, until }) => ({
      from,
      until,
      entered: totals[n]?.entered ?? 0,
      frozen: totals[n]?.frozen ?? 0,
      meter,
      priceId,
      customerId,
      invoiceId: null,
      counted: different[n]?.counted ?? 0,
      invoiced: null,
    }));
  }
}

function startOfHour(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / hourMs) * hourMs);
}
