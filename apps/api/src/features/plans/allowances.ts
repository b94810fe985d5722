import { Injectable } from '@nestjs/common';
import {
  type Allowance,
  amountOf,
  includes,
  isNear,
  type Limit,
  type Limited,
  limited,
  mostOf,
  type Period,
  type Plan,
  type PlanStanding,
  type UseOfLimit,
} from '@engagex/domain/plans';
import { notFound, planFeatures } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { emailsOfPeriod, eventsOfPeriod, holdAllowance, isCounted } from './plans.queries.ts';
import { Plans } from './plans.ts';
import { countHeld } from './rooms.queries.ts';

/** What is left of a plan's emails. */
export interface Left {
  readonly plan: string;
  readonly most: number;
  readonly left: number;
  readonly until: string;
}

/** How much the scope's organization may still use. Reservations are not kept anywhere: they are the ledger's own rows. */
@Injectable()
export class Allowances {
  constructor(
    private readonly plans: Plans,
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
      uses: await this.uses(plan, period),
    };
  }

  /** How many emails may still be let out this month; null for any number. */
  async left(): Promise<Left | null> {
    const { plan, period } = await this.plans.standing();
    const most = mostOf(plan.limits.emails);
    if (most === null || !(await this.#isCounted())) return null;
    const { used, reserved } = await this.#emails(period);
    return { plan: plan.name, most, left: most - used - reserved, until: period.until.toISOString() };
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
    const uses = await this.uses(plan, period);
    return {
      plan: plan.name,
      missing: planFeatures.filter((feature) => !includes(plan, feature)),
      near: uses.filter(isNear),
    };
  }

  /** Of everything that plans limit, in their order, how much is used and reserved. */
  async uses({ limits }: Plan, period: Period): Promise<UseOfLimit[]> {
    const uses: UseOfLimit[] = [];
    for (const of of limited) uses.push(useOf(of, limits[of], await this.#used(of, period)));
    return uses;
  }

  async #used(of: Limited, period: Period): Promise<Used> {
    if (of === 'emails') return this.#emails(period);
    if (of === 'events') return usedIn(await this.db.row<UsedRow>(eventsOfPeriod, [period.from, period.until]));
    return usedIn(await this.db.row<UsedRow>(countHeld[of]));
  }

  async #isCounted(): Promise<boolean> {
    return Boolean(await this.db.row(isCounted));
  }

  async #emails({ from, until }: Period): Promise<Used> {
    return usedIn(await this.db.row<UsedRow>(emailsOfPeriod, [from, until]));
  }
}

interface Used {
  readonly used: number;
  readonly reserved: number;
}

interface UsedRow {
  readonly used: string;
  readonly reserved: string;
}

function usedIn(row: UsedRow | null): Used {
  return { used: Number(row?.used), reserved: Number(row?.reserved) };
}

function useOf(of: Limited, limit: Limit | undefined, used: Used): UseOfLimit {
  return { of, kind: limit?.kind ?? null, amount: amountOf(limit), most: mostOf(limit), ...used };
}
