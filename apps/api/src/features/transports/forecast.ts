import { Injectable } from '@nestjs/common';
import { dayAfter, type RemainingWork, type MailboxProvider, shareForMessages } from '@engagex/domain/transports';
import { TenantDb } from '@engagex/tenancy';
import { TransportSelection } from './transport-selection.ts';
import { capOn, RateLimits, type StoredDomainLimit } from './rate-limits.ts';
import { domainLimitOf, takenFrom } from './transports.queries.ts';

/** What limits the messages of a sending domain, as far as it can be foreseen. */
export interface Foreseen {
  /** Messages per second in total, and the limit that sets it. */
  readonly rates: readonly { readonly perSecond: number; readonly because: string }[];
  readonly byMailboxProvider: ReadonlyMap<MailboxProvider, number>;
  readonly days: RemainingWork['days'];
  readonly dayEnds: Date;
}

/** Looks at limits without taking anything, for saying when a campaign will be done. */
@Injectable()
export class Forecast {
  constructor(
    private readonly db: TenantDb,
    private readonly rateLimits: RateLimits,
    private readonly transports: TransportSelection,
  ) {}

  /** In the open transaction. */
  async of(domain: string): Promise<Foreseen> {
    const transport = await this.transports.first();
    const { shared, byMailboxProvider } = await this.rateLimits.limitsOf(domain, transport);
    const today = await this.rateLimits.today();
    const [row] = await this.db.rowsByKey<StoredDomainLimit>(domainLimitOf, [domain]);
    const counted = shared.filter(({ rate }) => rate === 0);
    const taken = await this.db.rows<{ key: string; taken: number }>(takenFrom, [
      counted.map(({ key }) => key),
      counted.map(({ period }) => period),
    ]);
    const takenOf = (key: string) => taken.find((each) => each.key === key)?.taken ?? 0;
    const hours = counted.filter(({ key }) => key.endsWith(':hour'));
    return {
      rates: [
        ...shared.filter(({ rate }) => rate > 0).map(({ rate, key }) => ({ perSecond: rate, because: key })),
        ...hours.map(({ burst, kept = 0, key }) => ({ perSecond: (burst - kept) / 3_600, because: key })),
      ],
      byMailboxProvider: new Map([...byMailboxProvider].map(([mailboxProvider, { rate }]) => [mailboxProvider, rate])),
      days: counted
        .filter((limit) => !hours.includes(limit))
        .map(({ key, burst, kept = 0 }) => ({
          leftToday: Math.max(0, burst - kept - takenOf(key)),
          capOf: (inDays) => {
            const cap = key.startsWith('domain:') && row ? capOn(row, dayAfter(today.day, inDays)) : burst;
            return cap === null || kept === 0 ? cap : cap - shareForMessages(cap);
          },
          because: key,
        })),
      dayEnds: today.until,
    };
  }
}
