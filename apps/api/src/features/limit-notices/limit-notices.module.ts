import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.ts';
import { PlansModule } from '../plans/index.ts';
import { CheckLimits } from './check-limits.ts';
import { LimitNoticesWorker } from './limit-notices.worker.ts';

@Module({ imports: [NotificationsModule, PlansModule], providers: [CheckLimits, LimitNoticesWorker] })
export class LimitNoticesModule {}
