import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Queues } from '../../platform/queues.ts';

export const campaignsQueue = 'campaigns';

/** Campaigns a worker looks at together; how much is handed over at a time is bounded elsewhere (InFlight). */
export const campaignsAtOnce = 6;

/** Something is due in this campaign; what, the rows say. */
export const campaignWakeUp = z.object({ campaignId: z.uuid() });

@Injectable()
export class CampaignWakeUps {
  constructor(private readonly queues: Queues) {}

  /** Lets a worker look at a campaign now rather than at the next sweep. */
  async wake(campaignId: string): Promise<void> {
    await this.queues.add(campaignsQueue, { campaignId });
  }

  /** Lets a worker look at it at a time that is soon; later ones are found by the sweep. */
  async wakeAt(campaignId: string, at: Date): Promise<void> {
    await this.queues.add(campaignsQueue, { campaignId }, { once: `wait-${campaignId}`, at });
  }

  /** The same from a sweep, which comes again: one such wake-up waits at a time. */
  async wakeOnce(campaignId: string): Promise<void> {
    await this.queues.add(campaignsQueue, { campaignId }, { once: `sweep-${campaignId}` });
  }
}
