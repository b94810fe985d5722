import { Injectable } from '@nestjs/common';
import type { Campaign, EngagementKind } from '@engagex/domain/campaigns';
import { expectedFinish, stepFor } from '@engagex/domain/campaigns';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { Ledgers } from '../deliveries/index.ts';
import { acceptedSince, engagementSeries, engagementSpan, engagementTotals, topLinks } from './campaigns.queries.ts';
import { CampaignsService } from './campaigns.service.ts';

const rateWindowMs = 30_000;

@Injectable()
export class ReportCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly ledgers: Ledgers,
  ) {}

  async report(id: string) {
    const campaign = await this.campaigns.get(id);
    const ledger = await this.ledgers.of(id);
    const ratePerSecond = await this.#rateOf(campaign);
    const totals = await this.db.rows<{ kind: EngagementKind; people: string }>(engagementTotals, [id]);
    const peopleWho = (kind: EngagementKind) => Number(totals.find((row) => row.kind === kind)?.people ?? 0);
    const content = await this.db.row<{ subject: string }>(
      'select subject from campaign_contents where campaign_id = $1',
      [id],
    );
    return {
      campaign,
      ledger,
      subject: content?.subject ?? null,
      ratePerSecond,
      expectedFinishAt: expectedFinish(ledger, ratePerSecond, this.clock.now()),
      opened: peopleWho('open'),
      clicked: peopleWho('click'),
      unsubscribed: peopleWho('unsubscribe'),
      series: await this.#series(id),
      links: await this.db.rows<{ url: string; people: string; clicks: string }>(topLinks, [id]),
    };
  }

  async #rateOf({ id, status, launchedAt }: Campaign): Promise<number | null> {
    if (status !== 'sending' || !launchedAt) return null;
    const now = this.clock.now().getTime();
    // Counted in steps of 10 seconds, so the window begins with a whole one.
    const since = Math.max(now - rateWindowMs, launchedAt.getTime());
    const from = new Date(Math.floor(since / 10_000) * 10_000);
    const row = await this.db.row<{ accepted: number }>(acceptedSince, [id, from]);
    const seconds = Math.max(1, (now - Math.max(from.getTime(), launchedAt.getTime())) / 1000);
    return (row?.accepted ?? 0) / seconds;
  }

  async #series(id: string) {
    const span = await this.db.row<{ seconds: number }>(engagementSpan, [id]);
    const stepSeconds = stepFor(span?.seconds ?? 0);
    const points = await this.db.rows<{ at: Date; opens: number; clicks: number; unsubscribes: number }>(
      engagementSeries,
      [id, stepSeconds],
    );
    return { stepSeconds, points };
  }
}
