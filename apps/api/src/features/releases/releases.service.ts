import { Injectable } from '@nestjs/common';
import type { ReleaseEffects } from '@engagex/domain/saved-blocks';
import type { BrandKit } from '@engagex/domain/documents';
import { invalid } from '@engagex/domain/shared';
import type { Template } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { SavedBlocksService } from '../saved-blocks/index.ts';
import { PreviewTemplate, TemplatesService } from '../templates/index.ts';
import { campaignsWith, templatesWith } from './releases.queries.ts';

/** What publishing a saved block or another brand would change, told and shown before it is done. */
@Injectable()
export class ReleasesService {
  constructor(
    private readonly db: TenantDb,
    private readonly savedBlocks: SavedBlocksService,
    private readonly templates: TemplatesService,
    private readonly previews: PreviewTemplate,
  ) {}

  async effects(id: string): Promise<ReleaseEffects> {
    await this.savedBlocks.get(id);
    const templates = await this.db.rows<ReleaseEffects['templates'][number]>(templatesWith, [id]);
    const ids = templates.map((template) => template.id);
    return { templates, campaigns: await this.db.rows<ReleaseEffects['campaigns'][number]>(campaignsWith, [ids]) };
  }

  /** The same template twice, as a person who is made up. Opens its own transactions, since rendering takes its time. */
  async preview(id: string, templateId: string) {
    const { template, savedBlock } = await this.db.transaction(async () => ({
      template: await this.templates.get(templateId),
      savedBlock: await this.savedBlocks.get(id),
    }));
    return this.#beforeAndAfter(template, { savedBlocks: new Map([[savedBlock.id, savedBlock.blocks]]) });
  }

  /** The same for a brand kit that is not saved yet. */
  async previewBrand(brand: BrandKit, templateId: string) {
    const template = await this.db.transaction(() => this.templates.get(templateId));
    return this.#beforeAndAfter(template, { brand });
  }

  async #beforeAndAfter({ document, subject, preheader }: Template, instead: Instead) {
    if (!document)
      throw invalid('template.kind', 'This template is code, so it has neither saved blocks nor your brand.', [
        { path: ['templateId'], message: 'Choose a visual template.' },
      ]);
    const shown = async (changed?: Instead) => {
      const { content, problems } = await this.templates.contentOf(
        { kind: 'visual', subject, preheader, document },
        changed,
      );
      const { person: _p, language: _l, ...preview } = await this.previews.preview(content, {});
      return { ...preview, problems: [...problems, ...preview.problems] };
    };
    return { before: await shown(), after: await shown(instead) };
  }
}

type Instead = Parameters<TemplatesService['contentOf']>[1];
