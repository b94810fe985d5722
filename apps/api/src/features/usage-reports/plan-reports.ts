import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { metersOf } from '@engagex/domain/plans';
import type { Meter } from '@engagex/domain/usage';
import { TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Plans } from '../plans/index.ts';
import { common, meteredHours, type MeteredSpan } from './metered-hours.ts';
import {
  endAsInvoiced,
  holdProgress,
  movePlanned,
  nameMeter,
  planReports,
  spansOfOrganization,
  spansWithoutMeter,
} from './usage-reports.queries.ts';

export interface Progress {
  readonly plannedUntil: Date;
  readonly comparedAt: Date;
  readonly frozenUntil: Date;
}

/** Writes a report for each hour that was frozen since, before anybody is told of it. */
@Injectable()
export class PlanReports {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly plans: Plans,
  ) {}

  /** Of the scope's organization. Null for one without metered prices. */
  plan(): Promise<Progress | null> {
    return this.db.transaction(async () => {
      const progress = await this.db.row<Progress>(holdProgress);
      if (!progress) return null;
      const { plannedUntil, frozenUntil } = progress;
      const spans = await this.spans();
      if (frozenUntil <= plannedUntil) return progress;
      const all = meteredHours(spans, frozenUntil);
      const fresh = all
        .map((hours) => common(hours, { from: plannedUntil, until: frozenUntil }))
        .filter((each) => each !== null);
      await this.db.rows(planReports, [JSON.stringify(fresh), this.clock.now()]);
      await this.db.rows(movePlanned, [frozenUntil]);
      return progress;
    });
  }

  /** In the open transaction: from when to when each price was paid for, as far as it is known. */
  async spans(): Promise<readonly MeteredSpan[]> {
    for (const { priceId } of await this.db.rows<{ priceId: string }>(spansWithoutMeter)) {
      const meter = this.#meterOf(priceId);
      if (meter) await this.db.rows(nameMeter, [priceId, meter]);
      else
        this.log.error(
          { priceId },
          'usage is not reported: PLANS_FILE does not name this metered price of a subscription',
        );
    }
    await this.db.rows(endAsInvoiced);
    return this.db.rows<MeteredSpan>(spansOfOrganization);
  }

  #meterOf(priceId: string): Meter | null {
    const meters = metersOf(this.plans.byPrice(priceId)?.price);
    return meters.find(([, { stripePriceId }]) => stripePriceId === priceId)?.[0] ?? null;
  }
}
