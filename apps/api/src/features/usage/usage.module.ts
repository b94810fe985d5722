import { Module } from '@nestjs/common';
import { FreezeUsage } from './freeze-usage.ts';
import { UsageController } from './usage.controller.ts';
import { UsageService } from './usage.service.ts';
import { UsageWorker } from './usage.worker.ts';

@Module({ controllers: [UsageController], providers: [FreezeUsage, UsageService, UsageWorker] })
export class UsageModule {}
