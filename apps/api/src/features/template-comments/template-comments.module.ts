import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { TemplateCommentsController } from './template-comments.controller.ts';
import { TemplateComments } from './template-comments.ts';

@Module({
  imports: [CampaignsModule, NotificationsModule, TemplatesModule],
  controllers: [TemplateCommentsController],
  providers: [TemplateComments],
})
export class TemplateCommentsModule {}
