import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import type { Ledger } from '@engagex/domain/deliveries';
import { finishTime, type FinishTime, type MailboxProvider } from '@engagex/domain/transports';
import { domainOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { type Foreseen, Forecast } from '../transports/index.ts';
import { leftByMailboxProvider, leftOfOthers, recentRate } from './campaigns.queries.ts';

/** Counting everybody who is left takes a while in a big campaign, and changes little from one second to the next. */
const countedForMs = 10_000;
const mostCounted = 200;

type Counted = ReadonlyMap<MailboxProvider, number>;

/** When a campaign will be done, from what was measured and what limits it. */
@Injectable()
export class EstimateFinish {
  readonly #counts = new Map<string, { at: number; left: Counted }>();

  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly forecast: Forecast,
  ) {}

  /** Of a campaign that is sending, in the open transaction. */
  async whileSending(campaign: Campaign, ledger: Ledger, ratePerSecond: number | null): Promise<FinishTime | null> {
    const foreseen = await this.forecast.of(domainOf(campaign.senderEmail));
    const left = ledger.pending + ledger.submitting;
    const counted =
      foreseen.byMailboxProvider.size > 0 ? await this.#left(campaign.id) : new Map<MailboxProvider, number>();
    return this.#finish(foreseen, { id: campaign.id, left, counted, ratePerSecond });
  }

  /** Of one that would begin now, with so many people for each mailbox provider; in the open transaction. */
  async ifSentNow(campaign: Campaign, counted: Counted): Promise<FinishTime | null> {
    const left = [...counted.values()].reduce((sum, people) => sum + people, 0);
    const foreseen = await this.forecast.of(domainOf(campaign.senderEmail));
    return this.#finish(foreseen, { id: campaign.id, left, counted, ratePerSecond: null });
  }

  async #finish(
    { rates, byMailboxProvider, days, dayEnds }: Foreseen,
    { id, left, counted, ratePerSecond }: { id: string; left: number; counted: Counted; ratePerSecond: number | null },
  ): Promise<FinishTime | null> {
    const now = this.clock.now();
    const others = await this.db.rows<{ left: number }>(leftOfOthers, [id]);
    const measured = await this.db.row<{ perSecond: number | null }>(recentRate, [now]);
    return finishTime({
      now,
      left,
      others: others.map((other) => other.left),
      perSecond: ratePerSecond && others.length === 0 ? ratePerSecond : (measured?.perSecond ?? null),
      bounds: [
        ...rates.map((rate) => ({ ...rate, left })),
        ...[...byMailboxProvider].map(([mailboxProvider, perSecond]) => ({
          left: counted.get(mailboxProvider) ?? 0,
          perSecond,
          because: `mailbox_provider:${mailboxProvider}`,
        })),
      ],
      days,
      dayEnds,
    });
  }

  async #left(id: string): Promise<Counted> {
    const known = this.#counts.get(id);
    if (known && Date.now() - known.at < countedForMs) return known.left;
    const rows = await this.db.rows<{ mailboxProvider: MailboxProvider; left: number }>(leftByMailboxProvider, [id]);
    const left = new Map(rows.map((row) => [row.mailboxProvider, row.left]));
    const [oldest] = this.#counts.keys();
    if (this.#counts.size >= mostCounted && oldest) this.#counts.delete(oldest);
    this.#counts.set(id, { at: Date.now(), left });
    return left;
  }
}
