import { Injectable } from '@nestjs/common';
import { type Allowance, includes, isNear, least, mostOf, type Period, type PlanStanding } from '@engagex/domain/plans';
import { notFound, planFeatures } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { holdAllowance, isCounted, refusalsOfPeriod } from './plans.queries.ts';
import { Plans } from './plans.ts';
import { Spending } from './spending.ts';
import { Uses } from './uses.ts';

/** What is left of a plan's emails, or below the cap on what is spent on them. */
export interface Left {
  readonly plan: string;
  readonly most: number;
  readonly left: number;
  readonly until: string;
  readonly isCapped: boolean;
}

/** How much the scope's organization may still use. Reservations are not kept anywhere: they are the ledger's own rows. */
@Injectable()
export class Allowances {
  constructor(
    private readonly plans: Plans,
    private readonly uses: Uses,
    private readonly spending: Spending,
    private readonly db: TenantDb,
  ) {}

  async current(): Promise<Allowance> {
    const { plan, period } = await this.plans.standing();
    if (!(await this.#isCounted())) throw notFound('plan');
    const { key, name } = plan;
    return {
      plan: { key, name },
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      uses: await this.uses.all(plan, period),
      refused: await this.#refused(period),
    };
  }

  /** How many emails may still be let out this month; null for any number. */
  async left(): Promise<Left | null> {
    const standing = await this.plans.standing();
    const { plan, period } = standing;
    const capped = await this.spending.most('emails', standing);
    const most = least(mostOf(plan.limits.emails), capped);
    if (most === null || !(await this.#isCounted())) return null;
    const { used, reserved } = await this.uses.of('emails', period);
    const until = period.until.toISOString();
    return { plan: plan.name, most, left: most - used - reserved, until, isCapped: most === capped };
  }

  /**
   * Call it once the people of a campaign are in the ledger: others of the organization who do the same wait until this
   * transaction ends, so that two who fit one by one but not together do not both pass. As `left`; negative when there are too many.
   */
  async leftBesideOthers(): Promise<Left | null> {
    await this.db.rows(holdAllowance);
    return this.left();
  }

  async standing(): Promise<PlanStanding> {
    if (!(await this.#isCounted())) throw notFound('plan');
    const { plan, period } = await this.plans.standing();
    const uses = await this.uses.all(plan, period);
    return {
      plan: plan.name,
      missing: planFeatures.filter((feature) => !includes(plan, feature)),
      near: uses.filter(isNear),
    };
  }

  async #isCounted(): Promise<boolean> {
    return Boolean(await this.db.row(isCounted));
  }

  async #refused({ from, until }: Period): Promise<Allowance['refused']> {
    const rows = await this.db.rowsByKey<{ of: 'events' | 'contacts'; count: number }>(refusalsOfPeriod, [from, until]);
    const counted = Object.fromEntries(rows.map(({ of, count }) => [of, count]));
    return { events: counted['events'] ?? 0, contacts: counted['contacts'] ?? 0 };
  }
}
