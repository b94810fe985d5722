import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { campaignsAtOnce, campaignsQueue, campaignWakeUp, CampaignWakeUps } from '../campaigns/index.ts';
import { RunCampaign } from './run-campaign.ts';
import { StopCampaign } from './stop-campaign.ts';

const sweepEveryMs = 2_000;

@Injectable()
export class CampaignsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly wakeUps: CampaignWakeUps,
    private readonly runner: RunCampaign,
    private readonly stopper: StopCampaign,
    private readonly clock: Clock,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency: campaignsAtOnce,
      subjectOf: (payload: unknown) => campaignWakeUp.parse(payload).campaignId,
      giveUp: (id: string, words: string) => this.stopper.stop(id, words),
    };
    this.queues.work(campaignsQueue, about, (payload) => this.runner.run(campaignWakeUp.parse(payload).campaignId));
    this.#stopSweep = startSweep({
      name: campaignsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_campaigns($1)', [this.clock.now()]),
      wake: (id) => this.wakeUps.wakeOnce(id),
      onError: (err) => this.failures.sweepFailed(campaignsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
