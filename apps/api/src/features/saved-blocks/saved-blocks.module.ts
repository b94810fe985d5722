import { Module } from '@nestjs/common';
import { SavedBlocksController } from './saved-blocks.controller.ts';
import { SavedBlocksService } from './saved-blocks.service.ts';

@Module({ controllers: [SavedBlocksController], providers: [SavedBlocksService], exports: [SavedBlocksService] })
export class SavedBlocksModule {}
