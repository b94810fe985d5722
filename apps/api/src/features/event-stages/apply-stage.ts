import { Injectable } from '@nestjs/common';
import { afterCommit, isPassing, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import { Clock } from '../../ports/clock.ts';
import type { EventStage, StageEvent } from './event-stage.ts';
import {
  claimStage,
  dropBatches,
  dropFailed,
  dueAgain,
  eventsOf,
  handOn,
  nextBatches,
  noteApplied,
  noteFailed,
  noteFailedAgain,
  noteStageFailure,
} from './event-stages.queries.ts';
import { problemOf } from './problem-of.ts';

/** Events that were handed on together, within these times. */
export interface EventBatch {
  readonly eventIds: readonly string[];
  readonly firstReceivedAt: Date;
  readonly lastReceivedAt: Date;
}

interface WaitingBatch extends EventBatch {
  readonly id: string;
}

interface DueEvent {
  readonly id: string;
  readonly eventId: string;
  readonly receivedAt: Date;
}

/** How a batch is applied: together, or each event by itself so that one does not keep the others. */
type Way = 'together' | 'one_by_one';

/**
 * Batches that one transaction applies when so many wait, so that what it costs by itself is shared. When they fail,
 * events are applied one by one, and then no more than one batch of them.
 */
const backlogBatches = 5;

/** Applies the next events of the scope's organization to one stage. */
@Injectable()
export class ApplyStage {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly metrics: ProcessMetrics,
  ) {}

  /** Resolves to whether there was anything to apply. `followers` get the same events afterwards. */
  async next(stage: EventStage, followers: readonly string[], most: number): Promise<boolean> {
    try {
      const together = { most: most * backlogBatches, way: 'together' } as const;
      return await retryingDeadlocks(() => this.#next(stage, followers, together));
    } catch (error) {
      if (isPassing(error)) return this.#pause(stage, error);
    }
    try {
      return await this.#next(stage, followers, { most, way: 'one_by_one' });
    } catch (error) {
      return this.#pause(stage, error);
    }
  }

  /** Tries events again that failed before. Resolves to whether there were any. */
  async again(stage: EventStage, most: number): Promise<boolean> {
    return this.db.transactionByKey(async () => {
      const now = this.clock.now();
      if (!(await this.db.row(claimStage, [stage.name, now]))) return false;
      const due = await this.db.rows<DueEvent>(dueAgain, [stage.name, now, most]);
      if (due.length === 0) return false;
      const times = due.map(({ receivedAt }) => receivedAt.getTime());
      const events = await this.#read({
        eventIds: due.map(({ eventId }) => eventId),
        firstReceivedAt: new Date(Math.min(...times)),
        lastReceivedAt: new Date(Math.max(...times)),
      });
      const problems = await this.#oneByOne(stage, events);
      const failed = due.filter(({ eventId }) => problems.has(eventId));
      const words = failed.map(({ eventId }) => problems.get(eventId));
      await this.db.rows(noteFailedAgain, [failed.map(({ id }) => id), words, now]);
      // Those that are kept no longer go too: there is nothing left to apply.
      await this.db.rows(dropFailed, [due.filter((each) => !failed.includes(each)).map(({ id }) => id)]);
      await this.db.rows(noteApplied, [stage.name, events.length - failed.length, now]);
      this.#announce();
      return true;
    });
  }

  #next(stage: EventStage, followers: readonly string[], { most, way }: { most: number; way: Way }): Promise<boolean> {
    return this.db.transactionByKey(async () => {
      const now = this.clock.now();
      if (!(await this.db.row(claimStage, [stage.name, now]))) return false;
      const batches = await this.db.rows<WaitingBatch>(nextBatches, [stage.name, most]);
      if (batches.length === 0) return false;
      const events = await this.#read(together(batches));
      const failed = way === 'together' ? await this.#together(stage, events) : await this.#noting(stage, events, now);
      await this.db.rows(dropBatches, [stage.name, batches.map(({ id }) => id)]);
      afterCommit(() => this.metrics.eventsApplied(stage.name, events.length));
      if (followers.length > 0) await this.db.rows(handOn, [followers, JSON.stringify(batches)]);
      await this.db.rows(noteApplied, [stage.name, events.length - failed, now]);
      this.#announce();
      return true;
    });
  }

  async #together(stage: EventStage, events: readonly StageEvent[]): Promise<number> {
    if (events.length > 0) await stage.apply(this.db, events);
    return 0;
  }

  /** Notes those that fail, to try them again later. Resolves to how many. */
  async #noting(stage: EventStage, events: readonly StageEvent[], now: Date): Promise<number> {
    const problems = await this.#oneByOne(stage, events);
    const failed = events.filter(({ id }) => problems.has(id));
    await this.db.rows(noteFailed, [
      stage.name,
      failed.map(({ id }) => id),
      failed.map(({ receivedAt }) => receivedAt),
      failed.map(({ name }) => name),
      failed.map(({ id }) => problems.get(id)),
      now,
    ]);
    return failed.length;
  }

  /** Resolves to what went wrong, by event. What passes by itself, such as a lost connection, is thrown. */
  async #oneByOne(stage: EventStage, events: readonly StageEvent[]): Promise<ReadonlyMap<string, string>> {
    const problems = new Map<string, string>();
    for (const event of events) {
      await this.db.rows('savepoint one_event');
      try {
        await stage.apply(this.db, [event]);
      } catch (error) {
        if (isPassing(error)) throw error;
        await this.db.rows('rollback to savepoint one_event');
        problems.set(event.id, problemOf(error));
      }
      await this.db.rows('release savepoint one_event');
    }
    return problems;
  }

  #read({ eventIds, firstReceivedAt, lastReceivedAt }: EventBatch): Promise<StageEvent[]> {
    return this.db.rows<StageEvent>(eventsOf, [eventIds, firstReceivedAt, lastReceivedAt]);
  }

  /** Nothing was applied and no event is to blame: the stage goes on a little later. */
  async #pause(stage: EventStage, error: unknown): Promise<false> {
    await this.db.transaction(() => this.db.rows(noteStageFailure, [stage.name, this.clock.now(), problemOf(error)]));
    return false;
  }

  #announce(): void {
    afterCommit(() => this.live.publish('event-stages'));
  }
}

function together(batches: readonly EventBatch[]): EventBatch {
  const first = Math.min(...batches.map(({ firstReceivedAt }) => firstReceivedAt.getTime()));
  const last = Math.max(...batches.map(({ lastReceivedAt }) => lastReceivedAt.getTime()));
  return {
    eventIds: batches.flatMap(({ eventIds }) => eventIds),
    firstReceivedAt: new Date(first),
    lastReceivedAt: new Date(last),
  };
}
