import { Injectable } from '@nestjs/common';
import { type HeldBack, type PressureCap, type PressureRules } from '@engagex/domain/pressure';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Clock } from '../../ports/clock.ts';
import { heldBackByCampaign, rules, saveRules } from './pressure.queries.ts';

interface RulesRow {
  readonly caps: PressureCap[];
  readonly from: string | null;
  readonly to: string | null;
}

@Injectable()
export class PressureService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** The organization's rules; without any, nobody is held back. */
  async get(): Promise<PressureRules> {
    const [row] = await this.db.rowsByKey<RulesRow>(rules, []);
    if (!row) return { caps: [], quietHours: null };
    return { caps: row.caps, quietHours: row.from && row.to ? { from: row.from, to: row.to } : null };
  }

  async update(next: PressureRules): Promise<PressureRules> {
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
