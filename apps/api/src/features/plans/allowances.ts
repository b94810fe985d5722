import { Inject, Injectable } from '@nestjs/common';
import { mostEmails, type Allowance, type Plan } from '@engagex/domain/plans';
import { notFound } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { emailsOfPeriod, holdAllowance } from './plans.queries.ts';

export const PLANS = Symbol('plans');

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
  readonly #plan: Plan;

  constructor(
    @Inject(PLANS) plans: readonly Plan[],
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {
    const plan = plans.find(({ isDefault }) => isDefault);
    if (!plan) throw new Error('One of the plans is the default.');
    this.#plan = plan;
  }

  async current(): Promise<Allowance> {
    const { from, until } = monthOf(this.clock.now());
    const { key, name, emails: limit } = this.#plan;
    if (!(await this.#isCounted())) throw notFound('plan');
    return {
      plan: { key, name },
      from: from.toISOString(),
      until: until.toISOString(),
      emails: { limit: limit?.amount ?? null, most: mostEmails(limit), ...(await this.#emails(from, until)) },
    };
  }

  /** How many emails may still be let out this month; null for any number. */
  async left(): Promise<Left | null> {
    const most = mostEmails(this.#plan.emails);
    if (most === null || !(await this.#isCounted())) return null;
    const { from, until } = monthOf(this.clock.now());
    const { used, reserved } = await this.#emails(from, until);
    return { plan: this.#plan.name, most, left: most - used - reserved, until: until.toISOString() };
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

  async #emails(from: Date, until: Date): Promise<{ used: number; reserved: number }> {
    const row = await this.db.row<{ used: string; reserved: string }>(emailsOfPeriod, [from, until]);
    return { used: Number(row?.used), reserved: Number(row?.reserved) };
  }
}

function monthOf(now: Date): { from: Date; until: Date } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { from: new Date(Date.UTC(year, month)), until: new Date(Date.UTC(year, month + 1)) };
}
