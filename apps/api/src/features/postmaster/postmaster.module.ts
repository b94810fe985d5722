import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.ts';
import { PostmasterController } from './postmaster.controller.ts';
import { PostmasterService } from './postmaster.service.ts';
import { PostmasterWorker } from './postmaster.worker.ts';

@Module({
  imports: [NotificationsModule],
  controllers: [PostmasterController],
  providers: [PostmasterService, PostmasterWorker],
})
export class PostmasterModule {}
