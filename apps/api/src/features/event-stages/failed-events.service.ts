import { Injectable } from '@nestjs/common';
import type {
  ChosenFailedEvents,
  EventStageView,
  FailedEvent,
  FailedEventDetail,
  failedEventsRoutes,
} from '@engagex/domain/event-stages';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import type { StageEvent } from './event-stage.ts';
import {
  discardFailed,
  eventsOf,
  failedOf,
  listFailed,
  listStages,
  replayFailed,
  restoreDiscarded,
} from './event-stages.queries.ts';
import { EventStages } from './event-stages.ts';
import { WakeStages } from './wake-stages.ts';

/** Events that a stage could not apply: looked into, replayed, discarded. */
@Injectable()
export class FailedEvents {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly stages: EventStages,
    private readonly wakeStages: WakeStages,
  ) {}

  async listStages(): Promise<{ items: EventStageView[] }> {
    const names = this.stages.all().map(({ name }) => name);
    return { items: await this.db.rows<EventStageView>(listStages, [names]) };
  }

  async list({ state, stage, cursor, limit }: ParsedInputOf<typeof failedEventsRoutes.list>) {
    const values = [state, stage ?? null, readCursor(cursor), limit + 1];
    return pageOf(await this.db.rows<FailedEvent>(listFailed, values), limit, ({ id }) => id);
  }

  async get(id: string): Promise<FailedEventDetail> {
    const failed = await this.db.row<FailedEvent>(failedOf, [id]);
    if (!failed) throw notFound('failed-event');
    const { eventId, receivedAt } = failed;
    const [event] = await this.db.rows<StageEvent>(eventsOf, [[eventId], receivedAt, receivedAt]);
    if (!event) return { ...failed, event: null };
    const { kind, personId, messageId, occurredAt, properties, context } = event;
    const shown = { kind, personId, messageId, occurredAt: occurredAt.toISOString(), properties, context };
    return { ...failed, event: shown };
  }

  async replay(chosen: ChosenFailedEvents) {
    const changed = await this.#change(replayFailed, chosen);
    afterCommit(() => this.wakeStages.wakeOwn());
    return changed;
  }

  discard(chosen: ChosenFailedEvents) {
    return this.#change(discardFailed, chosen);
  }

  async restore(ids: readonly string[]) {
    return this.#noted(await this.db.affected(restoreDiscarded, [ids, currentUserId()]));
  }

  async #change(statement: string, { ids, stage }: ChosenFailedEvents) {
    const values = [ids ?? null, stage ?? null, this.clock.now(), currentUserId()];
    return this.#noted(await this.db.affected(statement, values));
  }

  #noted(changed: number): { changed: number } {
    noteAudit({ after: { events: changed } });
    afterCommit(() => this.live.publish('event-stages'));
    return { changed };
  }
}
