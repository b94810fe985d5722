import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Meter } from '@engagex/domain/usage';
import { TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { UsageRefused, UsageSink, UsageSinkUnavailable } from '../../ports/usage-sink.ts';
import { dueReports, reportAccepted, reportEnded, reportLater, tellWaiting } from './usage-reports.queries.ts';

const batch = 100;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The operator hears of hours that wait for longer. */
const patienceMs = 7 * dayMs;
const firstPauseMs = 30_000;
const longestPauseMs = hourMs;

interface DueReport {
  readonly priceId: string;
  readonly hour: Date;
  readonly meter: Meter;
  readonly customerId: string;
  readonly total: number;
  readonly key: string;
  readonly attempts: number;
}

/** Reports hours that are due. A process that dies between a report and its row leaves it to be reported again, with the same key. */
@Injectable()
export class SendReports {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly sink: UsageSink,
  ) {}

  /** Of the scope's organization, until nothing is due. */
  async send(): Promise<void> {
    for (;;) {
      const due = await this.db.transaction(() => this.db.rows<DueReport>(dueReports, [this.clock.now(), batch]));
      // Stripe takes one report at a time of a customer and meter.
      const prices = [...new Set(due.map(({ priceId }) => priceId))];
      const isDone = await Promise.all(
        prices.map((priceId) => this.#sendOf(due.filter((report) => report.priceId === priceId))),
      );
      if (due.length < batch || isDone.includes(false)) break;
    }
    await this.#tell();
  }

  /** False when the meter cannot be reached: the others of the price wait as well. */
  async #sendOf(reports: readonly DueReport[]): Promise<boolean> {
    const accepted: string[] = [];
    try {
      for (const report of reports) if (await this.#report(report)) accepted.push(report.key);
      return true;
    } catch (error) {
      if (!(error instanceof UsageSinkUnavailable)) throw error;
      await this.#postpone(
        reports.filter(({ key }) => !accepted.includes(key)),
        error.message,
      );
      return false;
    } finally {
      await this.#write(reportAccepted, [accepted, this.clock.now()]);
    }
  }

  /** False when it was not taken, which is written down. */
  async #report(report: DueReport): Promise<boolean> {
    const { meter } = report;
    if (this.#isTooLate(report.hour)) {
      const words = `Usage can be reported for ${this.sink.reportableDays} days.`;
      await this.#write(reportEnded, [report.key, 'too_late', words]);
      this.log.error(
        { meter, hour: report.hour, total: report.total },
        'usage was not billed: its hour is too long ago',
      );
      return false;
    }
    try {
      await this.sink.report(report);
      return true;
    } catch (error) {
      if (!(error instanceof UsageRefused)) throw error;
      await this.#write(reportEnded, [report.key, 'refused', error.message]);
      this.log.error(
        { meter, hour: report.hour, code: error.code, words: error.message },
        'usage was refused by the meter',
      );
      return false;
    }
  }

  #isTooLate(hour: Date): boolean {
    return hour.getTime() + hourMs <= this.clock.now().getTime() - this.sink.reportableDays * dayMs;
  }

  async #postpone(reports: readonly DueReport[], words: string): Promise<void> {
    for (const { key, attempts } of reports) {
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts, 10));
      await this.#write(reportLater, [key, words, new Date(this.clock.now().getTime() + pauseMs)]);
    }
  }

  async #tell(): Promise<void> {
    const now = this.clock.now();
    const waiting = await this.#write(tellWaiting, [now, new Date(now.getTime() - patienceMs)]);
    if (waiting.length > 0)
      this.log.error(
        { waiting },
        `usage waits to be reported for more than 7 days: after ${this.sink.reportableDays} it cannot be billed`,
      );
  }

  #write(sql: string, values: unknown[]) {
    return this.db.transaction(() => this.db.rows(sql, values));
  }
}
