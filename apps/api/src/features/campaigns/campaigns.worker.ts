import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { campaignsAtOnce, campaignsQueue, CampaignWakeUps, campaignWakeUp } from './campaigns.jobs.ts';
import { RunCampaign } from './run-campaign.ts';

const sweepEveryMs = 2_000;

@Injectable()
export class CampaignsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly wakeUps: CampaignWakeUps,
    private readonly runner: RunCampaign,
    private readonly clock: Clock,
  ) {
    super();
  }

  start(): void {
    this.queues.work(campaignsQueue, { concurrency: campaignsAtOnce }, (payload) =>
      this.runner.run(campaignWakeUp.parse(payload).campaignId),
    );
    this.#stopSweep = startSweep({
      name: campaignsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_campaigns($1)', [this.clock.now()]),
      wake: (id) => this.wakeUps.wakeOnce(id),
      onError: (err) => this.log.error({ err }, 'campaigns sweep failed; it runs again'),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
