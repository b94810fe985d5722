import { Inject, Injectable } from '@nestjs/common';
import type { OrganizationForOperators, PlanOfOrganization } from '@engagex/domain/operators';
import { notFound } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Uses, type ChosenPlan, Plans } from '../plans/index.ts';
import { SendingSuspensions } from '../sending-suspensions/index.ts';
import { findOrganization } from './operators.queries.ts';

/** One organization as operators see it: sizes and names, nothing of what is in it. */
@Injectable()
export class OneOrganization {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly plans: Plans,
    private readonly uses: Uses,
    private readonly suspensions: SendingSuspensions,
    private readonly db: TenantDb,
  ) {}

  async get(organizationId: string): Promise<OrganizationForOperators> {
    return runInScope({ organizationId, actor: { kind: 'system', name: 'operators' } }, () =>
      this.db.transaction(async () => {
        const found = await this.db.row<Omit<OrganizationForOperators, 'plan' | 'suspension'>>(findOrganization, [
          organizationId,
        ]);
        if (!found) throw notFound('organization');
        const plan = this.config.BILLING === 'off' ? null : await this.plan();
        return { ...found, plan, suspension: await this.suspensions.current() };
      }),
    );
  }

  /** Of the scope's organization. */
  async plan(): Promise<PlanOfOrganization> {
    const chosen = await this.plans.chosen();
    const { plan, source, period } = this.plans.standingOf(chosen);
    return {
      key: plan.key,
      name: plan.name,
      source,
      assigned: this.#chosenBy('operator', chosen),
      subscribed: this.#chosenBy('subscription', chosen),
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      uses: await this.uses.all(plan, period),
    };
  }

  #chosenBy(source: ChosenPlan['source'], chosen: readonly ChosenPlan[]): PlanOfOrganization['assigned'] {
    const found = chosen.find((each) => each.source === source);
    if (!found) return null;
    const { planKey: key, since } = found;
    return { key, name: this.plans.byKey(key)?.name ?? null, since: since.toISOString() };
  }
}
