import { Module } from '@nestjs/common';
import { AdjustCounts } from './adjust-counts.ts';
import { EventCounts } from './event-counts.ts';
import { EventCountsStage } from './event-counts-stage.ts';

@Module({ providers: [AdjustCounts, EventCounts, EventCountsStage], exports: [AdjustCounts, EventCounts] })
export class EventCountsModule {}
