import { Injectable } from '@nestjs/common';
import {
  amountOf,
  dayOfReaching,
  type Forecasted,
  forecastDays,
  forecasted,
  type ForecastOfLimit,
  forecastOf,
  type plansRoutes,
  type UsageForecast,
} from '@engagex/domain/plans';
import { type AnswerOf, notFound } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { countedSince, usageOfDays } from './plans.queries.ts';
import { Plans, type Standing } from './plans.ts';
import { Uses } from './uses.ts';

const dayMs = 86_400_000;

interface Foreseen {
  readonly of: Forecasted;
  readonly used: number;
  readonly forecast: UsageForecast;
}

interface DayOfUse {
  readonly day: string;
  readonly of: Forecasted;
  readonly quantity: number;
}

/** What the month of the scope's organization will come to. */
@Injectable()
export class Forecasts {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly plans: Plans,
    private readonly uses: Uses,
  ) {}

  async get(): Promise<AnswerOf<typeof plansRoutes.forecast>> {
    const standing = await this.plans.standing();
    const foreseen = await this.foreseen(standing);
    if (!foreseen) throw notFound('plan');
    const items = foreseen.map(({ of, used, forecast }): ForecastOfLimit => {
      const amount = amountOf(standing.plan.limits[of]);
      const { low, expected, high } = forecast;
      const reachedOn = amount === null ? null : dayOfReaching(amount, used, forecast);
      return { of, used, low, expected, high, amount, reachedOn };
    });
    return { until: standing.period.until.toISOString(), items };
  }

  /** Empty while too little is known; null where usage is not counted. */
  async foreseen({ period }: Pick<Standing, 'period'>): Promise<readonly Foreseen[] | null> {
    const [account] = await this.db.rowsByKey<{ since: Date }>(countedSince, []);
    if (!account) return null;
    const now = this.clock.now();
    const today = Math.floor(now.getTime() / dayMs) * dayMs;
    const parameters = [new Date(today - forecastDays * dayMs), new Date(today), forecasted];
    const days = await this.db.rowsByKey<DayOfUse>(usageOfDays, parameters);
    const foreseen: Foreseen[] = [];
    for (const of of forecasted) {
      const { used, reserved } = await this.uses.of(of, period);
      const own = new Map(days.filter((each) => each.of === of).map(({ day, quantity }) => [day, quantity]));
      const soFar = { now, until: period.until, used: used + reserved, since: account.since, days: own };
      const forecast = forecastOf(soFar);
      if (forecast) foreseen.push({ of, used: used + reserved, forecast });
    }
    return foreseen;
  }
}
