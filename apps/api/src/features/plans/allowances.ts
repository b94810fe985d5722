import { Injectable } from '@nestjs/common';
import {
  type Allowance,
  amountOf,
  type Limit,
  type Limited,
  mostOf,
  type Period,
  type UseOfLimit,
} from '@engagex/domain/plans';
import { notFound } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { emailsOfPeriod, holdAllowance } from './plans.queries.ts';
import { Plans } from './plans.ts';

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
    const { key, name, limits } = plan;
    return {
      plan: { key, name },
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      uses: [useOf('emails', limits.emails, await this.#emails(period))],
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

  async #isCounted(): Promise<boolean> {
    return (await this.db.rows('select from usage_accounts')).length > 0;
  }

  async #emails({ from, until }: Period): Promise<Used> {
    const row = await this.db.row<{ used: string; reserved: string }>(emailsOfPeriod, [from, until]);
    return { used: Number(row?.used), reserved: Number(row?.reserved) };
  }
}

interface Used {
  readonly used: number;
  readonly reserved: number;
}

function useOf(of: Limited, limit: Limit | undefined, used: Used): UseOfLimit {
  return { of, kind: limit?.kind ?? null, amount: amountOf(limit), most: mostOf(limit), ...used };
}
