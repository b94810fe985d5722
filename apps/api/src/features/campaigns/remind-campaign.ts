import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import { conflict, invalid } from '@engagex/domain/shared';
import { problemsInLiquid, Template } from '@engagex/domain/templates';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { CampaignsService } from './campaigns.service.ts';

const longestName = 100;

/** Makes the draft for those who were sent a campaign and did not open it. */
@Injectable()
export class RemindCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly campaigns: CampaignsService,
  ) {}

  /** The audience stays as it is defined, less whoever opened it; the content is the template that was sent. */
  async remind(id: string, subject: string): Promise<Campaign> {
    const original = await this.campaigns.get(id);
    if (original.audience === null) throw conflict('campaign.not-sent', 'This campaign was not sent to anybody yet.');
    const [problem] = problemsInLiquid('subject', subject);
    if (problem) throw invalid('template.invalid', problem.message, [{ path: ['subject'], message: problem.message }]);
    const templateId = await this.#templateWith(original, subject);
    return this.campaigns.duplicate(id, {
      name: `Again: ${original.name}`.slice(0, longestName),
      templateId,
      notOpenedId: id,
      test: null,
      rollout: null,
    });
  }

  /** The template that won, if it says that already, or a copy of it that does; none when it is gone. */
  async #templateWith({ test, chosenVariant, templateId }: Campaign, subject: string): Promise<string | null> {
    const sent = test?.variants[chosenVariant ?? 0]?.templateId ?? templateId;
    const template = sent ? await this.db.find(Template, sent) : null;
    if (!template || template.subject === subject) return template?.id ?? null;
    const { format, body, textBody, preheader } = template;
    const userId = currentUserId();
    const copy = await this.db.repo(Template).save(
      Object.assign(new Template(), {
        name: `Again: ${template.name}`.slice(0, longestName),
        subject,
        format,
        body,
        textBody,
        preheader,
        createdById: userId,
        updatedById: userId,
      }),
    );
    afterCommit(() => this.live.publish('templates', copy.id));
    return copy.id;
  }
}
