import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import { conflict, invalid } from '@engagex/domain/shared';
import { problemsInLiquid, Template } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { TemplatesService } from '../templates/index.ts';
import { CampaignsService } from '../campaigns/index.ts';

const longestName = 100;

/** Makes the draft for those who were sent a campaign and did not open it. */
@Injectable()
export class RemindCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    private readonly templates: TemplatesService,
  ) {}

  /** The audience stays as it is defined, less whoever opened it; the content is the template that was sent. */
  async remind(id: string, subject: string): Promise<Campaign> {
    const original = await this.campaigns.get(id);
    if (original.audience === null)
      throw conflict('campaign.not-sent', 'This campaign has not been sent to anyone yet.');
    const [problem] = problemsInLiquid('subject', subject);
    if (problem) throw invalid('template.invalid', problem.message, [{ path: ['subject'], message: problem.message }]);
    const templateId = await this.#templateWith(original, subject);
    return this.campaigns.duplicate(id, {
      name: `Again: ${original.name}`.slice(0, longestName),
      templateId,
      notOpenedId: id,
      abTest: null,
      rollout: null,
    });
  }

  /** The template that won, if it says that already, or a copy of it that does; none when it is gone. */
  async #templateWith({ abTest, chosenVariant, templateId }: Campaign, subject: string): Promise<string | null> {
    const sent = abTest?.variants[chosenVariant ?? 0]?.templateId ?? templateId;
    const template = sent ? await this.db.find(Template, sent) : null;
    if (!template || template.subject === subject) return template?.id ?? null;
    const name = `Again: ${template.name}`.slice(0, longestName);
    return (await this.templates.copy(template, { name, subject })).id;
  }
}
