import { Injectable } from '@nestjs/common';
import {
  type Campaign,
  type CampaignRollout,
  type AbTest,
  decideAbTest,
  type FirstStageReport,
  judgeVariants,
  nameOfVariant,
  reasonToStop,
  type VariantResult,
  whyUndecided,
  wordsOfRates,
} from '@engagex/domain/campaigns';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { type ConversionsOfVariant, conversionsByVariant } from '../attributions/index.ts';
import { Notifications } from '../notifications/index.ts';
import { CampaignsService, CampaignWakeUps, pendingPeople } from '../campaigns/index.ts';
import { isFirstStageOut, variantResults } from './run-campaign.queries.ts';

interface VariantRow {
  readonly number: number;
  readonly subject: string;
  readonly senderName: string;
  readonly people: number;
  readonly accepted: number;
  readonly opened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

/** With what they brought in. */
interface FullVariantRow extends VariantRow {
  readonly converted: number;
  readonly conversions: ConversionsOfVariant | undefined;
}

/** How long to wait before looking again whether everyone of the first stage has been tried. */
const checkAgainMs = 10_000;

/**
 * What happens between the first stage of a campaign and the rest. The row says how far it is; it is locked while
 * something is decided, so that a second caller finds it decided.
 */
@Injectable()
export class FirstStages {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly wakeUps: CampaignWakeUps,
    private readonly notifications: Notifications,
  ) {}

  /** Does what is due: begins to hold the rest once the first stage is out, decides once the time is over. */
  async check(campaignId: string): Promise<void> {
    await this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(campaignId);
      const now = this.clock.now();
      if (!campaign.isHeld || campaign.decision || !campaign.wakeAt) return;
      if (!campaign.heldSince) await this.#beginToHold(campaign, now);
      else if (campaign.wakeAt <= now) await this.#decide(campaign, now);
    });
  }

  async report(campaign: Campaign): Promise<FirstStageReport | null> {
    const { abTest, rollout, firstStage, heldSince, wakeAt, decision, isHeld } = campaign;
    if (firstStage === null) return null;
    const rows = abTest ? await this.#variants(campaign.id, abTest) : [];
    const judged = abTest && judgeVariants(abTest, resultsOf(rows, abTest));
    return {
      kind: abTest ? 'ab_test' : 'rollout',
      people: firstStage,
      held: isHeld ? await this.#held(campaign.id) : 0,
      heldSince: heldSince?.toISOString() ?? null,
      endsAt: isHeld && heldSince ? (wakeAt?.toISOString() ?? null) : null,
      decision,
      metric: abTest?.metric ?? null,
      currency: abTest?.currency ?? null,
      leading: judged ? nameOfVariant(judged.leading) : null,
      isClear: judged?.isClear ?? false,
      variants: rows.map(({ number, ...row }, index) => ({
        variant: nameOfVariant(number),
        ...row,
        conversions: undefined,
        ...judged!.comparisons[index]!,
      })),
      counts: (await this.campaigns.bouncesAndComplaints(campaign.id)).counts,
      limits: rollout?.limits ?? null,
    };
  }

  async #beginToHold(campaign: Campaign, now: Date): Promise<void> {
    const isOut = (await this.db.row<{ yes: boolean }>(isFirstStageOut, [campaign.id]))?.yes;
    if (isOut) campaign.hold(now);
    else if (campaign.wakeAt && campaign.wakeAt <= now) campaign.wakeAt = new Date(now.getTime() + checkAgainMs);
    else return;
    await this.campaigns.save(campaign);
  }

  async #decide(campaign: Campaign, now: Date): Promise<void> {
    campaign.wakeAt = null; // whatever comes of it, the time is over
    if (campaign.abTest) await this.#decideAbTest(campaign, campaign.abTest, now);
    else if (campaign.rollout) await this.#decideRollout(campaign, campaign.rollout, now);
    if (!campaign.isHeld) afterCommit(() => this.wakeUps.wake(campaign.id));
    await this.campaigns.save(campaign);
  }

  async #decideAbTest(campaign: Campaign, abTest: AbTest, now: Date): Promise<void> {
    const results = resultsOf(await this.#variants(campaign.id, abTest), abTest);
    const decided = decideAbTest(abTest, results);
    if (!decided) return this.notifications.raise(campaign.id, 'undecided', whyUndecided(abTest, results));
    const { outcome, variant, why } = decided;
    campaign.release({ outcome, by: 'itself', at: now.toISOString(), variant: nameOfVariant(variant), why }, variant);
  }

  async #decideRollout(campaign: Campaign, { limits }: CampaignRollout, now: Date): Promise<void> {
    const { counts } = await this.campaigns.bouncesAndComplaints(campaign.id);
    const reason = reasonToStop(counts, limits, await this.#held(campaign.id));
    const decision = { by: 'itself', at: now.toISOString(), variant: null } as const;
    if (reason) {
      campaign.stop({ ...decision, outcome: 'stopped', why: reason });
      await this.notifications.raise(campaign.id, 'paused', reason);
    } else campaign.release({ ...decision, outcome: 'passed', why: wordsOfRates(counts) });
  }

  async #variants(campaignId: string, { currency }: Pick<AbTest, 'currency'>): Promise<FullVariantRow[]> {
    const rows = await this.db.rows<VariantRow>(variantResults, [campaignId]);
    const bought = await this.db.rows<ConversionsOfVariant>(conversionsByVariant, [campaignId, currency ?? null]);
    return rows.map((row) => {
      const conversions = bought.find(({ number }) => number === row.number);
      return { ...row, converted: conversions?.converted ?? 0, conversions };
    });
  }

  /** While the rest is held, everybody who is pending is of it. */
  async #held(campaignId: string): Promise<number> {
    return (await this.db.row<{ people: number }>(pendingPeople, [campaignId]))?.people ?? 0;
  }
}

function resultsOf(rows: readonly FullVariantRow[], { metric }: Pick<AbTest, 'metric'>): VariantResult[] {
  return rows.map(({ accepted, clicked, opened, converted, conversions }) => {
    if (metric !== 'revenue')
      return { people: accepted, did: { clicks: clicked, opens: opened, conversions: converted }[metric] };
    const { buyers = 0, sum = 0, squares = 0 } = conversions ?? {};
    return { people: accepted, did: buyers, paid: { sum, squares } };
  });
}
