import { Injectable } from '@nestjs/common';
import { reasonToPause } from '@engagex/domain/campaigns';
import { TenantDb } from '@engagex/tenancy';
import { Notifications } from '../notifications/index.ts';
import { CampaignsService } from '../campaigns/index.ts';

/** Stops a campaign that bounces or is complained about too much. Looked at after each micro-batch; a few counted rows. */
@Injectable()
export class GuardCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    private readonly notifications: Notifications,
  ) {}

  async check(campaignId: string): Promise<void> {
    if (!(await this.db.transaction(() => this.#reason(campaignId)))) return;
    await this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(campaignId);
      if (campaign.status !== 'sending') return;
      // Somebody may have resumed it since, which changes what is too much.
      const reason = await this.#reason(campaignId);
      if (!reason) return;
      campaign.pause(reason);
      await this.campaigns.save(campaign);
      await this.notifications.raise(campaignId, 'paused', reason);
    });
  }

  async #reason(campaignId: string): Promise<string | null> {
    const { counts, limits, acknowledged } = await this.campaigns.bouncesAndComplaints(campaignId);
    return reasonToPause(counts, limits, acknowledged);
  }
}
