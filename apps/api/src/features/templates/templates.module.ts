import { Module } from '@nestjs/common';
import { PreviewTemplate } from './preview-template.ts';
import { TemplatesController } from './templates.controller.ts';
import { TemplatesService } from './templates.service.ts';

@Module({ controllers: [TemplatesController], providers: [PreviewTemplate, TemplatesService] })
export class TemplatesModule {}
