import { Injectable } from '@nestjs/common';
import { dashboardScheduleLimits, dueTimes, nextDueAfter, type Timing } from '@engagex/domain/dashboard-schedules';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../../ports/clock.ts';
import { addMailing, dropOld, lockDue, lockToReckon, moveOn, reckoned } from './mailings.queries.ts';

interface Schedule {
  readonly id: string;
  readonly timing: Timing;
  readonly timeZone: string;
  readonly nextDueAt: Date;
}

interface Due extends Schedule {
  readonly until: Date;
  /** Its dashboard is not deleted. */
  readonly isThere: boolean;
}

/** Mail that comes later than this says so. */
const lateMs = 3_600_000;
/** How many times that were missed are noted, the latest ones. */
const mostMissed = 60;

/** Makes a row of what has fallen due: one for each due time, whichever worker comes first. */
@Injectable()
export class MakeDue {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** Of several due times only the latest is mailed, for its numbers are today's; the others are noted as missed. */
  async makeDue(): Promise<void> {
    const now = this.clock.now();
    await this.db.transaction(async () => {
      for (const schedule of await this.db.rows<Schedule>(lockToReckon)) await this.#reckon(schedule, now);
      for (const schedule of await this.db.rows<Due>(lockDue, [now])) await this.#make(schedule, now);
    });
  }

  /** What has fallen due by the old clocks stays due. */
  async #reckon({ id, timing, timeZone, nextDueAt }: Schedule, now: Date): Promise<void> {
    const isDue = nextDueAt !== null && nextDueAt <= now;
    await this.db.rows(reckoned, [id, isDue ? nextDueAt : nextDueAfter(timing, timeZone, now)]);
  }

  async #make({ id, timing, timeZone, nextDueAt, until, isThere }: Due, now: Date): Promise<void> {
    const due = dueTimes(timing, timeZone, { from: nextDueAt, until, most: mostMissed });
    const latest = due.at(-1) ?? nextDueAt;
    if (isThere) {
      for (const missed of due.slice(0, -1)) await this.db.rows(addMailing, [id, missed, 'missed', false, now]);
      await this.db.rows(addMailing, [id, latest, 'pending', now.getTime() - latest.getTime() > lateMs, now]);
      const kept = new Date(now.getTime() - dashboardScheduleLimits.historyDays * 86_400_000);
      await this.db.rows(dropOld, [id, kept]);
    }
    await this.db.rows(moveOn, [id, nextDueAfter(timing, timeZone, latest)]);
  }
}
