import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ChangeReason } from '@engagex/domain/segment-memberships';
import { dayIn, type SegmentContext } from '@engagex/domain/segments';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { compileSegment, tuneForSegments } from '../segments/index.ts';
import {
  beginWith,
  haveOthersEnded,
  noteCompared,
  recordAboutAll,
  takeTurn,
  waitForOthers,
} from './segment-memberships.queries.ts';
import { loadWatches, type Watch } from './watch.ts';

/** Everybody is compared with what is recorded this often, and nobody should differ. */
export const comparedEveryMs = 24 * 3_600_000;

interface Compared {
  readonly changes: number;
  readonly isIncomplete: boolean;
}

/** Asks a watched segment about everybody: when it is first watched, edited, on another day, and now and then to be sure. */
@Injectable()
export class AskAboutEverybody {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** The next segment of the scope's organization that is due. Resolves to whether anything came of it. */
  async next(): Promise<boolean> {
    return retryingDeadlocks(() =>
      this.db.transaction(async () => {
        if (!(await this.db.row<{ isAlone: boolean }>(takeTurn))?.isAlone) return false;
        const { sound, context } = await loadWatches(this.db, this.clock.now());
        let isUnderWay = false;
        for (const watch of sound) {
          const reason = this.#reasonFor(watch, context);
          if (reason === null) continue;
          const settled = await this.#settle(watch);
          if (settled === 'now') isUnderWay = true;
          if (settled === 'before') return this.#ask(watch, reason, context);
        }
        return isUnderWay;
      }),
    );
  }

  #reasonFor(watch: Watch, { timeZone, now }: SegmentContext): ChangeReason | 'baseline' | null {
    if (watch.recheck !== null) return watch.recheck;
    if (watch.timeZone !== timeZone) return 'time_zone';
    if (watch.isByDay && watch.day !== dayIn(timeZone, now)) return 'day';
    return isOver(watch.comparedAt, this.clock.now()) ? 'check' : null;
  }

  /**
   * Whether everything that was being changed when the watch began, or was defined anew, is noted or visible by now. Whoever
   * wrote before saw no need to note it, and may not have committed. What is under way `now` is waited for from now on.
   */
  async #settle({ segmentId, recheck, settlesAt }: Watch): Promise<'before' | 'now' | 'not yet'> {
    if (recheck !== 'baseline' && recheck !== 'definition' && recheck !== 'resumed') return 'before';
    if (settlesAt === null) {
      await this.db.rows(waitForOthers, [segmentId]);
      return 'now';
    }
    const ended = await this.db.row<{ haveEnded: boolean }>(haveOthersEnded, [settlesAt]);
    return ended?.haveEnded === true ? 'before' : 'not yet';
  }

  async #ask({ segmentId, rule }: Watch, reason: ChangeReason | 'baseline', context: SegmentContext): Promise<boolean> {
    const now = this.clock.now();
    const parameters: unknown[] = reason === 'baseline' ? [segmentId, now] : [segmentId, now, reason];
    await this.db.configure(tuneForSegments);
    const { from, where } = compileSegment(rule.tree, context, parameters);
    const members = `select c.id from ${from} where c.deleted_at is null and ${where}`;
    afterCommit(() => this.live.publish('segment-memberships', segmentId));
    if (reason === 'baseline') {
      await this.db.rows(beginWith(members), parameters);
    } else {
      const compared = await this.db.row<Compared>(recordAboutAll(members), parameters);
      if (compared?.isIncomplete !== false) return true; // what changes so much is asked about first
      if (reason === 'check' && compared.changes > 0) this.#tell(segmentId, compared.changes);
      await this.#note(segmentId, context, reason === 'check' ? compared.changes : 0);
      return true;
    }
    await this.#note(segmentId, context, 0);
    return true;
  }

  async #note(segmentId: string, { timeZone, now }: SegmentContext, differences: number): Promise<void> {
    const values = [segmentId, dayIn(timeZone, now), timeZone, this.clock.now(), differences];
    await this.db.rows(noteCompared, values);
  }

  #tell(segmentId: string, differences: number): void {
    this.log.error({ segmentId, differences }, 'members of a segment differed from what was recorded; corrected');
  }
}

function isOver(comparedAt: Date | null, now: Date): boolean {
  return comparedAt !== null && now.getTime() - comparedAt.getTime() >= comparedEveryMs;
}
