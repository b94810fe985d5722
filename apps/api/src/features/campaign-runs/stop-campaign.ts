import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Notifications } from '../notifications/index.ts';
import { CampaignsService } from '../campaigns/index.ts';

/** Stops a campaign that cannot continue on its own, and tells those who can do something about it. */
@Injectable()
export class StopCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    private readonly notifications: Notifications,
  ) {}

  /** One that sends is paused, and one that was to start is a draft again: no attempts are used up. */
  async stop(id: string, reason: string): Promise<void> {
    await this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      const { status } = campaign;
      if (status === 'sending') {
        campaign.pause(reason);
        await this.notifications.raise(id, 'paused', reason);
      } else if (status === 'scheduled' || status === 'launching') {
        const words = `It could not start: ${reason}`;
        campaign.abort(words);
        await this.notifications.raise(id, 'not_started', words);
      } else if (status === 'paused' && campaign.wakeAt) {
        campaign.wakeAt = null; // what was to be decided is left to a person
        campaign.pauseReason = reason;
        await this.notifications.raise(id, 'paused', reason);
      } else return; // what is over has nobody to wait for: the operator is notified
      await this.campaigns.save(campaign);
    });
  }
}
