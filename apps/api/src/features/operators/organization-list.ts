import { Inject, Injectable } from '@nestjs/common';
import type { ListedOrganization, operatorsRoutes, PlanInUse, PlanSource } from '@engagex/domain/operators';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { DataSource } from 'typeorm';
import type { Config } from '../../config.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Plans } from '../plans/index.ts';
import { listOrganizations, organizationsByPlan } from './operators.queries.ts';

interface Row extends Omit<ListedOrganization, 'plan'> {
  readonly planKey: string;
  readonly planSource: PlanSource;
  readonly total: number;
}

/** All organizations of the installation side by side. */
@Injectable()
export class OrganizationList {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly plans: Plans,
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async page({
    search,
    order,
    leaving,
    suspended,
    plan,
    cursor,
    limit,
  }: ParsedInputOf<typeof operatorsRoutes.organizations>) {
    const isBilled = this.config.BILLING !== 'off';
    const rows: Row[] = await this.source.query(listOrganizations, [
      search?.toLowerCase() ?? '',
      order,
      leaving,
      suspended,
      (isBilled && plan) || null,
      ...this.#keys(),
      isBilled ? monthOf(this.clock.now()) : null,
      readCursor(cursor),
      limit + 1,
    ]);
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => id);
    return {
      items: items.map(({ planKey, planSource, ...row }) => ({
        ...row,
        plan: isBilled ? { key: planKey, name: this.#nameOf(planKey), source: planSource } : null,
      })),
      nextCursor,
      total: rows[0]?.total ?? 0,
    };
  }

  /** What the file says, and how many organizations are on each. */
  async byPlan(): Promise<{ items: PlanInUse[] }> {
    if (this.config.BILLING === 'off') throw notFound('plan');
    const rows: { planKey: string; organizations: string }[] = await this.source.query(
      organizationsByPlan,
      this.#keys(),
    );
    const countOf = new Map(rows.map(({ planKey, organizations }) => [planKey, Number(organizations)]));
    return { items: this.plans.all().map((plan) => ({ plan, organizations: countOf.get(plan.key) ?? 0 })) };
  }

  #keys(): readonly [readonly string[], string] {
    const plans = this.plans.all();
    return [plans.map(({ key }) => key), plans.find(({ isDefault }) => isDefault)?.key ?? ''];
  }

  #nameOf(key: string): string {
    return this.plans.byKey(key)?.name ?? key;
  }
}

function monthOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
}
