import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { templateConversionRoutes, templateLinksRoutes, templatesRoutes } from '@engagex/domain/templates';
import { Handles, Input } from '../../platform/http/handles.ts';
import { atBlocks } from './made-of-document.ts';
import { PreviewTemplate } from './preview-template.ts';
import { LinkChecks } from './checks/link-checks.ts';
import { TemplatesService } from './templates.service.ts';

@Controller()
export class TemplatesController {
  constructor(
    private readonly templates: TemplatesService,
    private readonly previews: PreviewTemplate,
    private readonly linkChecks: LinkChecks,
  ) {}

  @Handles(templatesRoutes.list)
  list(@Input() input: ParsedInputOf<typeof templatesRoutes.list>) {
    return this.templates.list(input);
  }

  @Handles(templatesRoutes.create, { transaction: false })
  create(@Input() input: ParsedInputOf<typeof templatesRoutes.create>) {
    return this.templates.create(input);
  }

  @Handles(templatesRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof templatesRoutes.get>) {
    return this.templates.get(id);
  }

  @Handles(templatesRoutes.update, { transaction: false })
  update(@Input() { id, version, ...changes }: ParsedInputOf<typeof templatesRoutes.update>) {
    return this.templates.update(id, changes, version);
  }

  @Handles(templatesRoutes.delete)
  delete(@Input() { id }: ParsedInputOf<typeof templatesRoutes.delete>) {
    return this.templates.delete(id);
  }

  @Handles(templatesRoutes.restore)
  restore(@Input() { id }: ParsedInputOf<typeof templatesRoutes.restore>) {
    return this.templates.restore(id);
  }

  @Handles(templateConversionRoutes.convert, { transaction: false })
  convert(@Input() input: ParsedInputOf<typeof templateConversionRoutes.convert>) {
    return this.templates.convert(input);
  }

  @Handles(templateLinksRoutes.check, { transaction: false })
  async checkLinks(@Input() input: ParsedInputOf<typeof templateLinksRoutes.check>) {
    const { content, places } = await this.templates.contentOf(input);
    const { problems, ...found } = await this.linkChecks.check(content);
    return { ...found, problems: input.kind === 'visual' ? atBlocks(problems, places, null) : problems };
  }

  @Handles(templatesRoutes.preview, { transaction: false })
  async preview(@Input() { contactId, language, ...input }: ParsedInputOf<typeof templatesRoutes.preview>) {
    const { content, problems, places } = await this.templates.contentOf(input);
    const { person: _, language: reader, ...preview } = await this.previews.preview(content, { contactId, language });
    const found = input.kind === 'visual' ? atBlocks(preview.problems, places, reader) : preview.problems;
    return { ...preview, problems: [...problems, ...found] };
  }
}
