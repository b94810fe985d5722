import { Injectable } from '@nestjs/common';
import {
  Campaign,
  type CampaignComparison,
  type CampaignReport,
  chartSteps,
  type EngagementKind,
  enoughToCompare,
  lateness,
  mostChartPoints,
  mostCompared,
} from '@engagex/domain/campaigns';
import type { Ledger } from '@engagex/domain/deliveries';
import { notFound } from '@engagex/domain/shared';
import { rowsOf, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { Ledgers } from '../deliveries/index.ts';
import {
  acceptedSince,
  engagementSeries,
  reportSummary,
  usualRates,
  waitingForTheirHour,
  waitOf,
} from './report-campaign.queries.ts';
import { EstimateFinish } from '../campaigns/index.ts';
import { FirstStages } from '../campaign-runs/index.ts';

const rateWindowMs = 30_000;

interface Summary {
  readonly subject: string | null;
  readonly people: Readonly<Partial<Record<EngagementKind | 'bounce' | 'delivered', number>>>;
  readonly hits: Readonly<Partial<Record<'open' | 'click' | 'machine_open' | 'machine_click', number>>>;
  readonly cameBack: number;
  readonly settled: CampaignReport['settled'];
  readonly links: { position: number; url: string; people: number; clicks: number; machineClicks: number }[];
}

interface Step {
  readonly stepSeconds: number;
  readonly at: Date | null;
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
    private readonly ledgers: Ledgers,
    private readonly finish: EstimateFinish,
    private readonly firstStages: FirstStages,
  ) {}

  async report(id: string) {
    const [campaign, ledger, [summary], steps] = await this.db.answersTo([
      this.db.byId(Campaign, id),
      this.ledgers.question(id), // refuses a campaign that does not exist
      rowsOf<Summary>(reportSummary, [id]),
      rowsOf<Step>(engagementSeries, [id, chartSteps, mostChartPoints]),
    ]);
    if (!campaign || !summary) throw notFound('campaign');
    const { subject, people, hits, cameBack, settled, links } = summary;
    const { open = 0, click = 0, machine_open: machineOpens = 0, machine_click: machineClicks = 0 } = hits;
    const firstStage = await this.firstStages.report(campaign);
    return {
      campaign,
      ledger,
      subject,
      ...(await this.#outlook(campaign, ledger, firstStage?.held ?? 0)),
      lateSeconds: Math.round(lateness(campaign) / 1000),
      opened: people.open ?? 0,
      clicked: people.click ?? 0,
      unsubscribed: people.unsubscribe ?? 0,
      cameBack,
      delivered: people.delivered ?? 0,
      settled: [...settled],
      bounced: (ledger.failed['rejected'] ?? 0) + (people.bounce ?? 0), // as `bouncesAndComplaintsOf` counts them
      hits: { opens: open + machineOpens, machineOpens, clicks: click + machineClicks, machineClicks },
      series: seriesOf(steps),
      links,
      firstStage,
    };
  }

  /** What was usual before this campaign. */
  async comparison(id: string): Promise<CampaignComparison> {
    const row = await this.db.row<CampaignComparison>(usualRates, [id, mostCompared, enoughToCompare]);
    if (!row) throw notFound('campaign');
    return row;
  }

  /** The progress of a running campaign: its rate, what it waits for, and until when. */
  async #outlook(campaign: Campaign, ledger: Ledger, held: number) {
    const waiting = await this.#waitingOf(campaign);
    const nothing = {
      ratePerSecond: null,
      expectedFinishAt: null,
      finishBecause: null,
      waitsUntil: null,
      waitsFor: null,
    };
    if (campaign.status !== 'sending') return { ...nothing, waiting };
    const ratePerSecond = await this.#rateOf(campaign);
    // People on hold wait for a decision; no rate predicts when it comes.
    const moving = { ...ledger, pending: ledger.pending - held };
    const finish = await this.finish.whileSending(campaign, moving, ratePerSecond);
    const wait = await this.db.row<{ until: Date; by: string }>(waitOf, [campaign.id, this.clock.now()]);
    return {
      waiting,
      ratePerSecond,
      // People who wait for their hour are not slow: the report says when the last of them is due instead.
      expectedFinishAt: waiting ? null : (finish?.at ?? null),
      finishBecause: waiting ? null : (finish?.because ?? null),
      waitsUntil: wait?.until ?? null,
      waitsFor: wait?.by ?? null,
    };
  }

  /** In local time most of the audience waits, and nothing is wrong with that. */
  async #waitingOf({ id, plan, status }: Campaign) {
    if (plan.kind !== 'local' || (status !== 'sending' && status !== 'paused')) return null;
    const row = await this.db.row<Waiting>(waitingForTheirHour, [id, this.clock.now()]);
    const { people = '0', nextAt = null, lastAt = null } = row ?? {};
    return nextAt && lastAt ? { people, nextAt: nextAt.toISOString(), lastAt: lastAt.toISOString() } : null;
  }

  async #rateOf({ id, launchedAt }: Campaign): Promise<number | null> {
    if (!launchedAt) return null;
    const now = this.clock.now().getTime();
    // Counted in steps of 10 seconds, so the window begins with a whole one.
    const since = Math.max(now - rateWindowMs, launchedAt.getTime());
    const from = new Date(Math.floor(since / 10_000) * 10_000);
    const row = await this.db.row<{ accepted: number }>(acceptedSince, [id, from]);
    const seconds = Math.max(1, (now - Math.max(from.getTime(), launchedAt.getTime())) / 1000);
    return (row?.accepted ?? 0) / seconds;
  }
}

function seriesOf(steps: readonly Step[]) {
  const points = steps.flatMap(({ at, opens, clicks, unsubscribes }) =>
    at ? [{ at, opens, clicks, unsubscribes }] : [],
  );
  return { stepSeconds: steps[0]?.stepSeconds ?? chartSteps[0], points };
}
