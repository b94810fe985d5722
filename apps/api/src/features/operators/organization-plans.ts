import { Inject, Injectable } from '@nestjs/common';
import type { organizationPlansRoutes, PlanOfOrganization } from '@engagex/domain/operators';
import type { Plan } from '@engagex/domain/plans';
import { conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { AuditTrail } from '../../platform/audit/audit-trail.ts';
import { Live } from '../../platform/live/live.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Plans } from '../plans/index.ts';
import { OneOrganization } from './one-organization.ts';
import { OperatorActions } from './operator-actions.ts';
import { holdOrganization } from './operators.queries.ts';

/** Plans that operators assign. */
@Injectable()
export class OrganizationPlans {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly plans: Plans,
    private readonly organization: OneOrganization,
    private readonly actions: OperatorActions,
    private readonly trail: AuditTrail,
    private readonly live: Live,
    private readonly db: TenantDb,
  ) {}

  /** One transaction: the plan, the operators' list and the organization's audit log change together. */
  async assign(
    userId: string,
    { organizationId, planKey, was, reason }: ParsedInputOf<typeof organizationPlansRoutes.assign>,
  ): Promise<PlanOfOrganization> {
    if (this.config.BILLING === 'off') throw notFound('plan');
    const plan = planKey === null ? null : this.#planNamed(planKey);
    return runInScope({ organizationId, actor: { kind: 'user', userId } }, () =>
      this.db.transaction(async () => {
        if (!(await this.db.row(holdOrganization, [organizationId]))) throw notFound('organization');
        const before = (await this.organization.plan()).assigned;
        if ((before?.key ?? null) !== was)
          throw conflict('plan.changed', 'Another operator has just changed the plan. Reload the page.');
        if (planKey === was) return this.organization.plan();
        await this.plans.assign(plan);
        await this.actions.add(userId, { kind: 'assign_plan', planBefore: was, planAfter: planKey, words: reason });
        await this.trail.record(userId, {
          objectType: 'organization-plans',
          objectId: organizationId,
          objectName: plan?.name ?? null,
          before: { plan: before && (before.name ?? before.key) },
          after: { plan: plan?.name ?? null, reason },
        });
        afterCommit(() => this.live.publish('plans'));
        return this.organization.plan();
      }),
    );
  }

  #planNamed(key: string): Plan {
    const plan = this.plans.byKey(key);
    if (plan) return plan;
    const message = 'Choose one of the plans in PLANS_FILE.';
    throw invalid('plan.unknown', message, [{ path: ['planKey'], message }]);
  }
}
