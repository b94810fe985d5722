import { Injectable } from '@nestjs/common';
import { type HeldBack, type FrequencyCap, type FrequencyRules, frequencyRoutes } from '@engagex/domain/frequency';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import { type AnswerOf, notFound } from '@engagex/domain/shared';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../platform/http/versions.ts';
import { Clock } from '../../ports/clock.ts';
import { heldBackByCampaign, lastChangeOfRules, lockOrganization, rules, saveRules } from './frequency.queries.ts';

interface RulesRow {
  readonly caps: FrequencyCap[];
  readonly from: string | null;
  readonly to: string | null;
  readonly updatedAt: Date;
}

@Injectable()
export class FrequencyService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** The organization's rules; without any, nobody is held back. */
  async get(): Promise<AnswerOf<typeof frequencyRoutes.get>> {
    const [row] = await this.db.rowsByKey<RulesRow>(rules, []);
    if (!row) throw notFound('organization');
    const { caps, from, to, updatedAt } = row;
    return { caps, quietHours: from && to ? { from, to } : null, updatedAt };
  }

  async update(next: FrequencyRules, version?: string): Promise<AnswerOf<typeof frequencyRoutes.get>> {
    const edited = { route: frequencyRoutes.update, lastChange: lastChangeOfRules, id: null, version } as const;
    await this.db.rows(lockOrganization, []); // of two who set the first limits, the second waits
    await assertUnchanged(this.db, edited, () => this.get());
    const caps = next.caps.toSorted((one, other) => one.days - other.days);
    noteAudit({ before: await this.get(), after: { ...next, caps } });
    const { from = null, to = null } = next.quietHours ?? {};
    await this.db.rows(saveRules, [JSON.stringify(caps), from, to, currentUserId()]);
    return this.get();
  }

  async heldBack(): Promise<HeldBack> {
    const campaigns = await this.db.rows<HeldBack['campaigns'][number]>(heldBackByCampaign, [this.clock.now()]);
    const sumOf = (kind: 'skipped' | 'waiting') => campaigns.reduce((sum, campaign) => sum + campaign[kind], 0);
    return { campaigns, skipped: sumOf('skipped'), waiting: sumOf('waiting') };
  }
}
