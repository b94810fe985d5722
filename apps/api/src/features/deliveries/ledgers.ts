import { Injectable } from '@nestjs/common';
import { type Ledger, type LedgerCount, ledgerOf } from '@engagex/domain/deliveries';
import { notFound } from '@engagex/domain/shared';
import { type MailboxProvider, mailboxProviders } from '@engagex/domain/transports';
import { type Question, rowsOf, TenantDb } from '@engagex/tenancy';
import { openPlaces, rewind, skipAfter, skipAgain } from './deliveries.queries.ts';

const skipAtOnce = 5_000;
/** Who comes first, and everybody else. */
const stages = [0, 1];

/** How far a campaign has come in a stage, with one mailbox provider. */
interface Place {
  readonly stage: number;
  readonly mailboxProvider: MailboxProvider;
  /** As PostgreSQL writes it; `-infinity` before the first. */
  readonly dueAt: string;
  readonly contactId: string;
}

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
    let left = skipAtOnce - (await this.db.affected(skipAgain, [campaignId, skipAtOnce]));
    for (const place of await this.db.rows<Place>(openPlaces, [campaignId, stages, mailboxProviders])) {
      if (left <= 0) break;
      const after = [place.stage, place.mailboxProvider, place.dueAt, place.contactId];
      left -= (await this.db.row<{ people: number }>(skipAfter, [campaignId, left, ...after]))?.people ?? 0;
    }
    return left > 0;
  }

  /** People were added to a ledger that had come to its end. */
  async rewind(campaignId: string): Promise<void> {
    await this.db.rows(rewind, [campaignId]);
  }
}

function ledgerIn(rows: readonly CountedState[]): Ledger {
  const [first] = rows;
  if (!first) throw notFound('campaign');
  const counts = rows.flatMap(({ state, reason, count }) => (state ? [{ state, reason, count: Number(count) }] : []));
  return ledgerOf(Number(first.audience ?? 0), counts);
}
