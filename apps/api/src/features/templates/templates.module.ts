import { Module } from '@nestjs/common';
import { BrandModule, BrandService } from '../brand/index.ts';
import { PreviewTemplate } from './preview-template.ts';
import { TemplateSandbox } from './sandbox/template-sandbox.ts';
import { TemplatesController } from './templates.controller.ts';
import { TemplatesService } from './templates.service.ts';

@Module({
  imports: [BrandModule],
  controllers: [TemplatesController],
  providers: [PreviewTemplate, TemplateSandbox, TemplatesService],
  exports: [PreviewTemplate, TemplateSandbox, TemplatesService],
})
export class TemplatesModule {
  constructor(brand: BrandService, templates: TemplatesService) {
    brand.followedBy((kit) => templates.follow(kit));
  }
}
