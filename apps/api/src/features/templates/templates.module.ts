import { Module } from '@nestjs/common';
import { BrandModule, BrandService } from '../brand/index.ts';
import { TemplateDraftsController } from './drafts/template-drafts.controller.ts';
import { TemplateDrafts } from './drafts/template-drafts.ts';
import { TemplateEditorsController } from './drafts/template-editors.controller.ts';
import { TemplateEditors } from './drafts/template-editors.ts';
import { TemplateVersions } from './drafts/template-versions.ts';
import { SavedBlocksModule, SavedBlocksService } from '../saved-blocks/index.ts';
import { LinkChecks } from './checks/link-checks.ts';
import { PreviewTemplate } from './preview-template.ts';
import { TemplateSandbox } from './sandbox/template-sandbox.ts';
import { TemplatesController } from './templates.controller.ts';
import { TemplatesService } from './templates.service.ts';

@Module({
  imports: [BrandModule, SavedBlocksModule],
  controllers: [TemplatesController, TemplateDraftsController, TemplateEditorsController],
  providers: [
    LinkChecks,
    PreviewTemplate,
    TemplateDrafts,
    TemplateEditors,
    TemplateSandbox,
    TemplatesService,
    TemplateVersions,
  ],
  exports: [LinkChecks, PreviewTemplate, TemplateSandbox, TemplatesService],
})
export class TemplatesModule {
  constructor(brand: BrandService, savedBlocks: SavedBlocksService, templates: TemplatesService) {
    brand.followedBy(() => templates.makeAgain());
    savedBlocks.followedBy(() => templates.makeAgain());
  }
}
