import { Module } from '@nestjs/common';
import { EventsModule } from '../events/index.ts';
import { AnnounceEvents } from './announce-events.ts';
import { EventLogController } from './event-log.controller.ts';
import { EventLogService } from './event-log.service.ts';

@Module({ imports: [EventsModule], controllers: [EventLogController], providers: [AnnounceEvents, EventLogService] })
export class EventLogModule {}
