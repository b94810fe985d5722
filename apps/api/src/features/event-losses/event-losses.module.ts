import { Module } from '@nestjs/common';
import { EventsModule } from '../events/index.ts';
import { EventLossesController } from './event-losses.controller.ts';
import { EventLosses } from './event-losses.service.ts';
import { EventLossesStage } from './event-losses-stage.ts';
import { EventLossesWorker } from './event-losses.worker.ts';
import { NoteRefused } from './note-refused.ts';

@Module({
  imports: [EventsModule],
  controllers: [EventLossesController],
  providers: [EventLosses, EventLossesStage, EventLossesWorker, NoteRefused],
})
export class EventLossesModule {}
