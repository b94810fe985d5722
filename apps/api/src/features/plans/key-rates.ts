import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RateOfKey } from '@engagex/domain/plans';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { apiKeyOfHash } from '../../platform/http/api-keys.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Plans } from './plans.ts';

/** How many requests a minute all keys of an organization may make. The BFF counts them. */
@Injectable()
export class KeyRates {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly plans: Plans,
    private readonly source: DataSource,
    private readonly db: TenantDb,
  ) {}

  /** Null where there is no such limit. Needs no scope. */
  async of(hash: Buffer): Promise<RateOfKey | null> {
    if (this.config.BILLING === 'off' || !this.plans.all().some((plan) => plan.requestsPerMinute)) return null;
    const key = await apiKeyOfHash(this.source, hash);
    if (!key) return null;
    const { organizationId, id: keyId } = key;
    const plan = await runInScope({ organizationId, actor: { kind: 'key', keyId } }, () =>
      this.db.transaction(() => this.plans.current()),
    );
    return plan.requestsPerMinute ? { organizationId, requestsPerMinute: plan.requestsPerMinute } : null;
  }
}
