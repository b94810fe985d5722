import { Module } from '@nestjs/common';
import { PreviewTemplate } from './preview-template.ts';
import { TemplateSandbox } from './sandbox/template-sandbox.ts';
import { TemplatesController } from './templates.controller.ts';
import { TemplatesService } from './templates.service.ts';

@Module({
  controllers: [TemplatesController],
  providers: [PreviewTemplate, TemplateSandbox, TemplatesService],
  exports: [PreviewTemplate, TemplateSandbox, TemplatesService],
})
export class TemplatesModule {}
