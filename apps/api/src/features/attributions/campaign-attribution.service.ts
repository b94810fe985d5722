import { Injectable } from '@nestjs/common';
import type {
  AttributionSummary,
  attributionsRoutes,
  CampaignAttribution,
  ConversionView,
} from '@engagex/domain/attributions';
import { nameOfVariant } from '@engagex/domain/campaigns';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, rowsOf, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import {
  campaignResults,
  conversionsOfCampaign,
  goalOf,
  outcomesSince,
  removeGoal,
  revenueSince,
  saveGoal,
  variantResults,
} from './campaign-attribution.queries.ts';
import { cursorOf, placeIn } from '../../platform/http/places.ts';
import { reviewAll } from './settle-conversions.queries.ts';

const dayMs = 86_400_000;

type Results = Omit<CampaignAttribution, 'variants'>;
type VariantRow = Pick<Results, 'accepted' | 'conversions' | 'converted' | 'revenue'> & { readonly number: number };
export type ConversionRow = Omit<ConversionView, 'variant'> & {
  readonly variantNumber: number | null;
  readonly place: string;
};

/** What campaigns brought in, as members see it. */
@Injectable()
export class CampaignAttributions {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async of(campaignId: string): Promise<CampaignAttribution> {
    const [[results], variants] = await this.db.answersTo([
      rowsOf<Results>(campaignResults, [campaignId]),
      rowsOf<VariantRow>(variantResults, [campaignId]),
    ]);
    if (!results) throw notFound('campaign');
    return {
      ...results,
      variants: variants.map(({ number, ...each }) => ({ variant: nameOfVariant(number), ...each })),
    };
  }

  async conversions({ id, cursor, limit }: ParsedInputOf<typeof attributionsRoutes.conversions>) {
    await this.of(id);
    const rows = await this.db.rows<ConversionRow>(conversionsOfCampaign, [id, ...placeIn(cursor), limit + 1]);
    const page = pageOf(rows, limit, cursorOf);
    return { ...page, items: page.items.map(viewOf) };
  }

  /** Conversions that are not decided yet follow; those of an event that did not count are not looked for. */
  async setGoal(campaignId: string, eventName: string | null): Promise<CampaignAttribution> {
    await this.of(campaignId);
    const before = await this.db.row<{ eventName: string }>(goalOf, [campaignId]);
    noteAudit({ objectId: campaignId, before: { goal: before?.eventName ?? null }, after: { goal: eventName } });
    if (eventName === null) await this.db.rows(removeGoal, [campaignId]);
    else await this.db.rows(saveGoal, [campaignId, eventName, currentUserId()]);
    await this.db.rows(reviewAll);
    afterCommit(() => this.live.publish('attributions'));
    return this.of(campaignId);
  }

  async summary(days: number): Promise<AttributionSummary> {
    const since = new Date(this.clock.now().getTime() - days * dayMs);
    const [outcomes, revenue] = await this.db.answersTo([
      rowsOf<AttributionSummary['outcomes'][number]>(outcomesSince, [since]),
      rowsOf<AttributionSummary['revenue'][number]>(revenueSince, [since]),
    ]);
    const conversions = outcomes.reduce((sum, each) => sum + each.conversions, 0);
    return { days, conversions, outcomes: [...outcomes], revenue: [...revenue] };
  }
}

export function viewOf({ variantNumber, ...row }: ConversionRow): ConversionView {
  const view = { ...row, place: undefined, variant: variantNumber === null ? null : nameOfVariant(variantNumber) };
  return view;
}
