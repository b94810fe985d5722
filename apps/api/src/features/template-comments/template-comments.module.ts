import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { TemplateCommentsController } from './template-comments.controller.ts';
import { TemplateComments } from './template-comments.ts';

@Module({
  imports: [NotificationsModule, TemplatesModule],
  controllers: [TemplateCommentsController],
  providers: [TemplateComments],
})
export class TemplateCommentsModule {}
