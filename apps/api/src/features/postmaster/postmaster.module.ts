import { Module } from '@nestjs/common';
import { PostmasterController } from './postmaster.controller.ts';
import { PostmasterService } from './postmaster.service.ts';
import { PostmasterWorker } from './postmaster.worker.ts';

@Module({ controllers: [PostmasterController], providers: [PostmasterService, PostmasterWorker] })
export class PostmasterModule {}
