import { Module } from '@nestjs/common';
import { EventCounts } from './event-counts.ts';
import { EventCountsStage } from './event-counts-stage.ts';

@Module({ providers: [EventCounts, EventCountsStage], exports: [EventCounts] })
export class EventCountsModule {}
