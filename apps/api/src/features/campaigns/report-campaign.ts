import { Injectable } from '@nestjs/common';
import type { Campaign, EngagementKind } from '@engagex/domain/campaigns';
import { lateness, stepFor } from '@engagex/domain/campaigns';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { Ledgers } from '../deliveries/index.ts';
import { acceptedSince, engagementSeries, reportSummary, waitingForTheirHour, waitOf } from './campaigns.queries.ts';
import { CampaignsService } from './campaigns.service.ts';
import { EstimateFinish } from './estimate-finish.ts';
import { FirstStages } from './first-stages.ts';

const rateWindowMs = 30_000;

interface Summary {
  readonly subject: string | null;
  readonly people: Readonly<Partial<Record<EngagementKind, number>>>;
  readonly hits: Readonly<Partial<Record<'open' | 'click' | 'machine-open' | 'machine-click', number>>>;
  readonly links: { url: string; people: number; clicks: number; machineClicks: number }[];
  readonly seconds: number;
}

interface Point {
  readonly at: Date;
  readonly opens: number;
  readonly clicks: number;
  readonly unsubscribes: number;
}

interface Waiting {
  readonly people: string;
  readonly nextAt: Date | null;
  readonly lastAt: Date | null;
}

@Injectable()
export class ReportCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly ledgers: Ledgers,
    private readonly finish: EstimateFinish,
    private readonly firstStages: FirstStages,
  ) {}

  async report(id: string) {
    const campaign = await this.campaigns.get(id);
    const ledger = await this.ledgers.of(id);
    const ratePerSecond = await this.#rateOf(campaign);
    const [summary] = await this.db.rowsByKey<Summary>(reportSummary, [id]);
    if (!summary) throw new Error('A statement without FROM returns one row.');
    const { subject, people, hits, links, seconds } = summary;
    const { open = 0, click = 0, 'machine-open': machineOpens = 0, 'machine-click': machineClicks = 0 } = hits;
    const waiting = await this.#waitingOf(campaign);
    const firstStage = await this.firstStages.report(campaign);
    // Whoever is held waits for a decision, which no rate foretells.
    const moving = { ...ledger, pending: ledger.pending - (firstStage?.held ?? 0) };
    const isSending = campaign.status === 'sending';
    const finish = isSending ? await this.finish.whileSending(campaign, moving, ratePerSecond) : null;
    const wait = isSending ? await this.db.row<{ until: Date; by: string }>(waitOf, [id, this.clock.now()]) : null;
    const stepSeconds = stepFor(seconds);
    return {
      campaign,
      ledger,
      subject,
      ratePerSecond,
      waiting,
      lateSeconds: Math.round(lateness(campaign) / 1000),
      // Whoever waits for their hour is not slow: when the last of them is due is told instead.
      expectedFinishAt: waiting ? null : (finish?.at ?? null),
      finishBecause: waiting ? null : (finish?.because ?? null),
      waitsUntil: wait?.until ?? null,
      waitsFor: wait?.by ?? null,
      opened: people.open ?? 0,
      clicked: people.click ?? 0,
      unsubscribed: people.unsubscribe ?? 0,
      hits: { opens: open + machineOpens, machineOpens, clicks: click + machineClicks, machineClicks },
      series: { stepSeconds, points: await this.db.rowsByKey<Point>(engagementSeries, [id, stepSeconds]) },
      links,
      firstStage,
    };
  }

  /** In local time most of the audience waits, and nothing is wrong with that. */
  async #waitingOf({ id, plan, status }: Campaign) {
    if (plan.kind !== 'local' || (status !== 'sending' && status !== 'paused')) return null;
    const row = await this.db.row<Waiting>(waitingForTheirHour, [id, this.clock.now()]);
    const { people = '0', nextAt = null, lastAt = null } = row ?? {};
    return nextAt && lastAt ? { people, nextAt: nextAt.toISOString(), lastAt: lastAt.toISOString() } : null;
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
}
