import { Injectable } from '@nestjs/common';
import type { ReleaseEffects } from '@engagex/domain/saved-blocks';
import { invalid } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { SavedBlocksService } from '../saved-blocks/index.ts';
import { PreviewTemplate, TemplatesService } from '../templates/index.ts';
import { campaignsWith, templatesWith } from './releases.queries.ts';

/** What publishing a saved block would change, told and shown before it is done. */
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
    const { savedBlock, template, document } = await this.db.transaction(async () => {
      const found = await this.templates.get(templateId);
      return { savedBlock: await this.savedBlocks.get(id), template: found, document: found.document };
    });
    if (!document)
      throw invalid('template.kind', 'This template is code, so it has no saved blocks.', [
        { path: ['templateId'], message: 'Choose a visual template.' },
      ]);
    const { subject, preheader } = template;
    const shown = async (changed?: typeof savedBlock) => {
      const draft = changed && new Map([[changed.id, changed.blocks]]);
      const { content, problems } = await this.templates.contentOf(
        { kind: 'visual', subject, preheader, document },
        draft,
      );
      const { person: _p, language: _l, ...preview } = await this.previews.preview(content, {});
      return { ...preview, problems: [...problems, ...preview.problems] };
    };
    return { before: await shown(), after: await shown(savedBlock) };
  }
}
