import { Module } from '@nestjs/common';
import { EventLog } from '../../ports/event-log.ts';
import { EventStore } from '../../ports/event-store.ts';
import { PlansModule } from '../plans/index.ts';
import { BlockedEvents } from './door/blocked-events.ts';
import { EventSources } from './door/event-sources.ts';
import { EventsDoor } from './door/events-door.ts';
import { RefusedEvents } from './door/refused-events.ts';
import { TakeEvents } from './door/take-events.ts';
import { EventsWorker } from './events.worker.ts';
import { PostgresEventLog } from './log/postgres-event-log.ts';
import { PostgresEventStore } from './log/postgres-event-store.ts';
import { RewriteEvents } from './log/rewrite-events.ts';
import { EventSettingsController } from './settings/event-settings.controller.ts';
import { EventSettingsService } from './settings/event-settings.service.ts';

@Module({
  imports: [PlansModule],
  controllers: [EventSettingsController],
  providers: [
    { provide: EventLog, useClass: PostgresEventLog },
    { provide: EventStore, useClass: PostgresEventStore },
    BlockedEvents,
    EventSettingsService,
    EventSources,
    EventsDoor,
    EventsWorker,
    RefusedEvents,
    RewriteEvents,
    TakeEvents,
  ],
  exports: [BlockedEvents, EventLog, EventSettingsService, EventStore, RefusedEvents, RewriteEvents],
})
export class EventsModule {}
