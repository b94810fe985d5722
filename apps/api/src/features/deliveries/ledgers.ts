import { Injectable } from '@nestjs/common';
import { type Ledger, type LedgerCount, ledgerOf } from '@engagex/domain/deliveries';
import { notFound } from '@engagex/domain/shared';
import { type Question, rowsOf, TenantDb } from '@engagex/tenancy';
import { skipRemaining } from './deliveries.queries.ts';

const skipAtOnce = 5_000;

/** $1 campaign. */
const countsOfCampaign = `
  select k.audience, c.state, nullif(c.reason, '') as reason, coalesce(c.count, 0) as count
  from campaigns k left join delivery_counts c on c.organization_id = k.organization_id and c.campaign_id = k.id and c.count > 0
  where k.id = $1 and k.deleted_at is null`;

interface CountedState {
  readonly audience: string | null;
  readonly state: LedgerCount['state'] | null;
  readonly reason: string | null;
  readonly count: string;
}

@Injectable()
export class Ledgers {
  constructor(private readonly db: TenantDb) {}

  /** Where everyone in a campaign's audience is. Throws when there is no such campaign. */
  async of(campaignId: string): Promise<Ledger> {
    const [ledger] = await this.db.answersTo([this.question(campaignId)]);
    return ledger;
  }

  question(campaignId: string): Question<Ledger> {
    const { statement, answerIn } = rowsOf<CountedState>(countsOfCampaign, [campaignId]);
    return { statement, answerIn: (rows) => ledgerIn(answerIn(rows)) };
  }

  /** Skips people of a cancelled campaign, some thousands at a time; resolves to whether that was everyone. */
  async skipRemaining(campaignId: string): Promise<boolean> {
    const skipped = await this.db.affected(skipRemaining, [campaignId, skipAtOnce]);
    return skipped < skipAtOnce;
  }
}

function ledgerIn(rows: readonly CountedState[]): Ledger {
  const [first] = rows;
  if (!first) throw notFound('campaign');
  const counts = rows.flatMap(({ state, reason, count }) => (state ? [{ state, reason, count: Number(count) }] : []));
  return ledgerOf(Number(first.audience ?? 0), counts);
}
