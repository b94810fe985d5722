import { Injectable } from '@nestjs/common';
import { type EventLosses as View, lossLimits } from '@engagex/domain/event-losses';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { countDue, forgetHours, forgetLosses, lossesBy } from './event-losses.queries.ts';

const atOnce = 1_000;

interface Row {
  readonly day: string | null;
  readonly browser: string | null;
  readonly library: string | null;
  readonly release: string | null;
  readonly keyId: string | null;
  readonly name: string;
  readonly boots: string;
  readonly expected: string;
  readonly stored: string;
  readonly refused: string;
  readonly dropped: string;
  readonly lost: string;
  readonly implausible: string;
  readonly unmeasured: string;
}

/** Events that were lost between our clients and the door. */
@Injectable()
export class EventLosses {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async get({ days }: { readonly days: number }): Promise<View> {
    const rows = await this.db.rows<Row>(lossesBy, [days, this.clock.now()]);
    const total = rows.find((row) => [row.day, row.browser, row.library, row.keyId].every((each) => each === null));
    return {
      total: countsOf(total),
      days: rows
        .flatMap((row) => (row.day === null ? [] : [{ day: row.day, ...countsOf(row) }]))
        .toSorted((one, other) => (one.day < other.day ? -1 : 1)),
      byBrowser: rows.flatMap((row) => (row.browser === null ? [] : [{ browser: row.browser, ...countsOf(row) }])),
      byRelease: rows.flatMap((row) => {
        const { library, release } = row;
        return library === null || release === null ? [] : [{ library, release, ...countsOf(row) }];
      }),
      bySource: rows.flatMap((row) => {
        const { keyId, name } = row;
        return keyId === null ? [] : [{ keyId, name, ...countsOf(row) }];
      }),
      implausible: Number(total?.implausible ?? 0),
      unmeasured: Number(total?.unmeasured ?? 0),
    };
  }

  /** Counts what is due in the scope's organization, and deletes what is kept no longer. */
  async countDue(ending: AbortSignal): Promise<void> {
    const now = this.clock.now();
    while (!ending.aborted && (await retryingDeadlocks(() => this.#countSome(now))) === atOnce);
    await this.db.transaction(async () => {
      await this.db.rows(forgetHours, [now]);
      await this.db.rows(forgetLosses, [firstKept(now)]);
    });
  }

  #countSome(now: Date): Promise<number> {
    return this.db.transactionByKey(async () => {
      const row = await this.db.row<{ counted: number }>(countDue, [now, atOnce]);
      afterCommit(() => this.live.publish('event-losses'));
      return row?.counted ?? 0;
    });
  }
}

export function firstKept(now: Date): string {
  return new Date(now.getTime() - lossLimits.daysKept * 86_400_000).toISOString().slice(0, 10);
}

function countsOf(row: Row | undefined) {
  const of = (text: string | undefined) => Number(text ?? 0); // far below 2^53
  return {
    boots: of(row?.boots),
    expected: of(row?.expected),
    stored: of(row?.stored),
    refused: of(row?.refused),
    dropped: of(row?.dropped),
    lost: of(row?.lost),
  };
}
