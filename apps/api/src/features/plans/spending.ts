import { Injectable } from '@nestjs/common';
import {
  costOfMore,
  type Limited,
  limited,
  mostWithin,
  type Period,
  type Plan,
  type SpendingCap,
  type spendingRoutes,
  spentOn,
  type UsageOfMonth,
} from '@engagex/domain/plans';
import { type AnswerOf, conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { dropCap, isCounted, saveCap, spendingCap, storedOfPeriod } from './plans.queries.ts';
import { Forecasts } from './forecasts.ts';
import { Plans, type Standing } from './plans.ts';
import { Uses } from './uses.ts';

type View = AnswerOf<typeof spendingRoutes.get>;

/** What is paid by use, and the cap that an owner set on it. What is on its way counts as used until it is known to be free. */
@Injectable()
export class Spending {
  constructor(
    private readonly db: TenantDb,
    private readonly plans: Plans,
    private readonly uses: Uses,
    private readonly forecasts: Forecasts,
  ) {}

  async get(): Promise<View> {
    const standing = await this.plans.standing();
    const { plan, period } = standing;
    if (!(await this.db.row(isCounted))) throw notFound('plan');
    const { price } = plan;
    const usage = await this.#usage(period);
    return {
      currency: price?.currency ?? null,
      isPaidByUse: Object.keys(price?.meters ?? {}).length > 0,
      cap: await this.cap(),
      spent: spentOn(plan, usage),
      forecast: await this.#forecast(standing, usage),
      until: period.until.toISOString(),
    };
  }

  async setCap({ amount }: ParsedInputOf<typeof spendingRoutes.setCap>): Promise<View> {
    const { currency } = (await this.plans.current()).price ?? {};
    if (amount !== null && !currency)
      throw conflict('spending-cap.nothing-to-pay', 'Nothing in this plan is paid by use, so there is nothing to cap.');
    noteAudit({ before: { cap: await this.cap() }, after: { cap: amount === null ? null : { amount, currency } } });
    if (amount === null) await this.db.rows(dropCap);
    else await this.db.rows(saveCap, [amount, currency, currentUserId()]);
    return this.get();
  }

  async cap(): Promise<SpendingCap | null> {
    return this.db.row<SpendingCap>(spendingCap);
  }

  /** Up to how many there may be of what is paid by use; null for any number. */
  async most(of: Limited, { plan, period }: { readonly plan: Plan; readonly period: Period }): Promise<number | null> {
    if (!plan.price?.meters?.[of]) return null;
    const cap = await this.cap();
    return cap && mostWithin(cap, plan, of, await this.#usage(period));
  }

  /** What so many more emails would cost now, in the currency of the plan; null where emails are not paid by use. */
  async costOfEmails(people: number): Promise<{ readonly amount: string; readonly currency: string } | null> {
    const { plan, period } = await this.plans.standing();
    if (!plan.price?.meters?.emails) return null;
    const { used, reserved } = await this.uses.of('emails', period);
    const amount = costOfMore(plan.price, 'emails', { used: used + reserved, more: people });
    return { amount, currency: plan.price.currency };
  }

  /** What counts while it is there stays as it is. */
  async #forecast(standing: Standing, usage: UsageOfMonth): Promise<View['forecast']> {
    const { plan } = standing;
    const foreseen = (await this.forecasts.foreseen(standing)) ?? [];
    const costAt = (end: 'low' | 'expected' | 'high') =>
      spentOn(plan, { ...usage, ...Object.fromEntries(foreseen.map(({ of, forecast }) => [of, forecast[end]])) });
    const [low, expected, high] = [costAt('low'), costAt('expected'), costAt('high')];
    if (foreseen.length === 0 || low === null || expected === null || high === null) return null;
    return { low, expected, high };
  }

  async #usage(period: Period): Promise<UsageOfMonth> {
    const usage: Partial<Record<keyof UsageOfMonth, number>> = {};
    for (const of of limited) {
      const { used, reserved } = await this.uses.of(of, period);
      usage[of] = used + reserved;
    }
    const stored = await this.db.row<{ used: string }>(storedOfPeriod, [period.from, period.until]);
    return { ...usage, storage: Number(stored?.used) };
  }
}
