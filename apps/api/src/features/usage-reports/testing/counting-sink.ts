import { vi } from 'vitest';
import type { TestApi } from '../../../testing/test-api.ts';
import {
  type CountedHour,
  type ErrorNotice,
  type Hours,
  type HourTotal,
  type ReportErrors,
  UsageRefused,
  UsageSink,
  UsageSinkUnavailable,
} from '../../../ports/usage-sink.ts';

/** What happens to the next report: it is lost on the way, it is taken but the answer is lost, or it is refused. */
export type SinkFault = 'lost' | 'answer_lost' | 'refused';

/** A meter that counts by hour as the port describes it, one for all prices. */
export class CountingSink extends UsageSink {
  readonly isAvailable = true;
  readonly reportableDays = 35;
  /** By customer and hour. */
  readonly counted = new Map<string, number>();
  readonly reports: HourTotal[] = [];
  readonly faults: SinkFault[] = [];
  readonly errors = new Map<string, ReportErrors>();
  readonly #keys = new Set<string>();

  report(total: HourTotal): Promise<void> {
    const fault = this.faults.shift();
    if (fault === 'lost') throw new UsageSinkUnavailable('The connection was closed.');
    if (fault === 'refused') throw new UsageRefused('This meter is inactive.', { code: 'archived_meter' });
    this.reports.push(total);
    if (!this.#keys.has(total.key)) this.counted.set(`${total.customerId} ${total.hour.toISOString()}`, total.total);
    this.#keys.add(total.key);
    if (fault === 'answer_lost') throw new UsageSinkUnavailable('The connection was closed.');
    return Promise.resolve();
  }

  async totalOf(hours: Hours): Promise<number> {
    return (await this.totalsByHour(hours)).reduce((sum, { total }) => sum + total, 0);
  }

  totalsByHour({ customerId, from, until }: Hours): Promise<readonly CountedHour[]> {
    const counted = [...this.counted].flatMap(([key, total]) => {
      const [customer, at = ''] = key.split(' ');
      const hour = new Date(at);
      return customer === customerId && hour >= from && hour < until ? [{ hour, total }] : [];
    });
    return Promise.resolve(counted);
  }

  readErrorNotice(): Promise<ErrorNotice> {
    throw new Error('Notices come from Stripe.');
  }

  errorsIn(noticeId: string): Promise<ReportErrors> {
    return Promise.resolve(this.errors.get(noticeId) ?? { summary: '', kinds: [] });
  }
}

/** From now on the API reports to this one, until the mocks are restored. */
export function reportTo(api: TestApi, sink: CountingSink): void {
  const port = api.app.get(UsageSink);
  vi.spyOn(port, 'report').mockImplementation((total) => sink.report(total));
  vi.spyOn(port, 'totalOf').mockImplementation((hours) => sink.totalOf(hours));
  vi.spyOn(port, 'totalsByHour').mockImplementation((hours) => sink.totalsByHour(hours));
  vi.spyOn(port, 'errorsIn').mockImplementation((id) => sink.errorsIn(id));
}
