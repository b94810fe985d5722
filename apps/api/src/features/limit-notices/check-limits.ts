import { Injectable } from '@nestjs/common';
import { percentsReached, wordsForUse } from '@engagex/domain/plans';
import { TenantDb } from '@engagex/tenancy';
import { Notifications } from '../notifications/index.ts';
import { Allowances, Plans } from '../plans/index.ts';
import { addNotices, noteCheck } from './limit-notices.queries.ts';

interface Added {
  readonly id: string;
  readonly percent: 80 | 100 | 120;
}

const kinds = { 80: 'limit_near', 100: 'limit_reached', 120: 'limit_passed' } as const;

/** Tells owners and admins that 80, 100 or 120 % of a limit are used: of each once in a period, and only of the highest when several are passed at once. */
@Injectable()
export class CheckLimits {
  constructor(
    private readonly db: TenantDb,
    private readonly plans: Plans,
    private readonly allowances: Allowances,
    private readonly notifications: Notifications,
  ) {}

  /** In the organization of the scope. What is told and that it was looked at are one transaction. */
  async run(): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.rows(noteCheck, []);
      const { plan, period } = await this.plans.standing();
      for (const use of await this.allowances.uses(plan, period)) {
        const percents = percentsReached(use);
        if (percents.length === 0) continue;
        const added = await this.db.rowsByKey<Added>(addNotices, [use.of, period.from, percents]);
        const highest = added.find(({ percent }) => percent === percents.at(-1));
        if (highest)
          await this.notifications.raiseAboutLimit(highest.id, kinds[highest.percent], wordsForUse(use, plan.name));
      }
    });
  }
}
