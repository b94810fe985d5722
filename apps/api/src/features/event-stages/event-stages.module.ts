import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventsModule } from '../events/index.ts';
import { ApplyStage } from './apply-stage.ts';
import { EventStagesController } from './event-stages.controller.ts';
import { EventStages } from './event-stages.ts';
import { EventStagesWorker } from './event-stages.worker.ts';
import { FailedEvents } from './failed-events.service.ts';
import { HandOn } from './hand-on.ts';
import { WakeStages } from './wake-stages.ts';

@Module({
  imports: [DiscoveryModule, EventsModule],
  controllers: [EventStagesController],
  providers: [ApplyStage, EventStages, EventStagesWorker, FailedEvents, HandOn, WakeStages],
})
export class EventStagesModule {}
