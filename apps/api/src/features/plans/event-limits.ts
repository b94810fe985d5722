import { Inject, Injectable } from '@nestjs/common';
import { least, mostOf, type Period } from '@engagex/domain/plans';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Plans } from './plans.ts';
import { Spending } from './spending.ts';

/** Up to how many events are stored in a period. */
export interface EventLimit extends Period {
  readonly most: number;
}

interface Known {
  readonly until: number;
  readonly limit: Promise<EventLimit | null>;
}

/** How soon another plan is noticed. */
const keptMs = 5_000;
const mostKnown = 10_000;

/** The limits of events, remembered for a moment: the door asks with every commit. */
@Injectable()
export class EventLimits {
  readonly #known = new Map<string, Known>();
  readonly #isLimiting: boolean;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly plans: Plans,
    private readonly spending: Spending,
    private readonly db: TenantDb,
  ) {
    this.#isLimiting = config.BILLING !== 'off' && plans.all().some(({ limits }) => limits.events);
  }

  /** Null where there is none. Needs no scope. */
  async of(organizationId: string): Promise<EventLimit | null> {
    if (!this.#isLimiting) return null;
    const now = Date.now();
    const known = this.#known.get(organizationId);
    if (known && known.until > now) return known.limit;
    if (this.#known.size >= mostKnown) this.#known.clear();
    const limit = this.#find(organizationId);
    this.#known.set(organizationId, { until: now + keptMs, limit });
    limit.catch(() => this.#known.delete(organizationId));
    return limit;
  }

  async #find(organizationId: string): Promise<EventLimit | null> {
    return runInScope({ organizationId, actor: { kind: 'system', name: 'events' } }, () =>
      this.db.transaction(async () => {
        const standing = await this.plans.standing();
        const most = least(mostOf(standing.plan.limits.events), await this.spending.most('events', standing));
        return most === null ? null : { most, ...standing.period };
      }),
    );
  }
}
