import { Injectable } from '@nestjs/common';
import { analyticsRoutes, eventTotalsLimits } from '@engagex/domain/analytics';
import type { AnswerOf } from '@engagex/domain/shared';
import { rowsOf, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { EventCounts, type PurchasesIn } from '../event-counts/index.ts';
import { currencyOfEvents } from './analytics.queries.ts';

export type Totals = AnswerOf<typeof analyticsRoutes.events>;

const quarterMs = 15 * 60_000;
const hourMs = 60 * 60_000;

/** What people did in the last hours, from what was counted. */
@Injectable()
export class EventTotals {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly counts: EventCounts,
  ) {}

  async ofLast(hours: number): Promise<Totals> {
    const now = this.clock.now().getTime();
    const span = { from: quarterOf(now - hours * hourMs), to: quarterOf(now + quarterMs) };
    const [names, purchases, products, [settings]] = await this.db.answersTo([
      this.counts.byName(span),
      this.counts.purchases(span),
      this.counts.products(span, eventTotalsLimits.products),
      rowsOf<{ currency: string }>(currencyOfEvents, []),
    ]);
    const byName = names.map(({ name, count }) => ({ name, count: Number(count) }));
    const timesOf = (wanted: string) => byName.find(({ name }) => name === wanted)?.count ?? 0;
    const [pageViews, bought] = [timesOf('page_view'), timesOf('purchase')];
    const others = byName.slice(eventTotalsLimits.names);
    const viewed = products.map(({ product, views }) => ({ productId: product, views: Number(views) }));
    return {
      ...span,
      events: sumOf(byName),
      byName: byName.slice(0, eventTotalsLimits.names),
      otherNames: { names: others.length, count: sumOf(others) },
      pageViews,
      purchases: bought,
      conversionRate: pageViews === 0 ? 0 : (bought / pageViews) * 100,
      amounts: purchases.length > 0 ? purchases.map(amountsOf) : [noneIn(settings?.currency ?? 'USD')],
      mostViewedProduct: viewed[0] ?? null,
      products: viewed,
    };
  }
}

function quarterOf(ms: number): Date {
  return new Date(Math.floor(ms / quarterMs) * quarterMs);
}

function sumOf(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function amountsOf({ currency, count, sum, average, minimum, maximum }: PurchasesIn): Totals['amounts'][number] {
  return { currency, purchases: count, sum, average, minimum, maximum };
}

function noneIn(currency: string): Totals['amounts'][number] {
  return { currency, purchases: 0, sum: '0', average: '0', minimum: '0', maximum: '0' };
}
