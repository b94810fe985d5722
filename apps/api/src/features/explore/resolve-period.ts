import { Injectable } from '@nestjs/common';
import { daysOf, exploreLimits, type Interval, type Period, type WeekStart } from '@engagex/domain/explore';
import { invalid } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import type { Span } from '../../ports/event-analysis.ts';
import { boundariesOf, calendar } from './explore.queries.ts';

/** A period in the organization's own days, and now. */
export interface ResolvedPeriod extends Span {
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  readonly asOf: Date;
  /** Its first day, and the day after its last. */
  readonly firstDay: string;
  readonly endDay: string;
}

interface Calendar {
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  readonly firstDay: string;
  readonly endDay: string;
  readonly from: Date;
  readonly to: Date;
}

/** Turns periods into instants: days, weeks and months are those of the organization. */
@Injectable()
export class ResolvePeriod {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** With `unit`, from the beginning of the first week or month to the end of the last. */
  async resolve(period: Period, unit: Interval = 'day'): Promise<ResolvedPeriod> {
    const asOf = this.clock.now();
    const [from, to] = period.kind === 'between' ? [period.from, period.to] : [null, null];
    const row = await this.db.row<Calendar>(calendar, [asOf, daysOf(period), from, to, unit]);
    if (!row) throw new Error('A statement about the organization itself returns one row.');
    return { ...row, asOf };
  }

  /** The boundaries of the intervals of a period; with `daysBack`, of those that stand for them so many days before. */
  async boundaries({ firstDay, endDay }: ResolvedPeriod, unit: Interval, daysBack = 0): Promise<readonly Date[]> {
    const [row] = await this.db.rowsByKey<{ at: Date[] }>(boundariesOf, [firstDay, endDay, unit, daysBack]);
    const at = row?.at ?? [];
    if (at.length - 1 > exploreLimits.points)
      throw invalid(
        'explore.too-many-points',
        `This period has ${at.length - 1} points; at most ${exploreLimits.points} can be shown. Choose a shorter period or a longer interval.`,
      );
    return at;
  }
}
