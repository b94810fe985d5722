import { Module } from '@nestjs/common';
import { SavedBlocksModule } from '../saved-blocks/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { ReleasesController } from './releases.controller.ts';
import { ReleasesService } from './releases.service.ts';

@Module({
  imports: [SavedBlocksModule, TemplatesModule],
  controllers: [ReleasesController],
  providers: [ReleasesService],
})
export class ReleasesModule {}
