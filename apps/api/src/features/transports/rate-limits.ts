import { Injectable } from '@nestjs/common';
import {
  askAgainAt,
  dayLimit,
  type Limit,
  limitsOfTransport,
  withShareForMessages,
  perSecondNow,
  rateLimit,
  type MailboxProvider,
  mailboxProviders,
  type Slowness,
  type Today,
  type TransportLimits,
  usualPerSecond,
  warmUpCap,
} from '@engagex/domain/transports';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import type { Lane } from './transport-selection.ts';
import {
  domainLimitOf,
  mailboxProviderLimits,
  returnTokens,
  sendsMessages,
  takeTokens,
  todayOf,
} from './transports.queries.ts';

/** How many messages for whom may be handed over. */
export interface Part {
  /** null is everybody. */
  readonly mailboxProvider: MailboxProvider | null;
  readonly most: number;
  readonly limits: readonly Limit[];
}

/** What a batch may hand over now. What it does not use goes back with `settle`. */
export interface Allowance {
  readonly parts: readonly Part[];
  /** Buckets every message is taken from, and how many were. */
  readonly shared: { readonly limits: readonly Limit[]; readonly taken: number };
  /** What keeps the rest waiting; null when nothing does. */
  readonly scarce: { readonly until: Date; readonly by: string } | null;
}

/** What limits one campaign: buckets for all its messages, and one for each mailbox provider that has a limit now. */
export interface Limits {
  readonly shared: readonly Limit[];
  readonly byMailboxProvider: ReadonlyMap<MailboxProvider, Limit>;
}

export interface StoredMailboxProvider extends Slowness {
  readonly mailboxProvider: MailboxProvider;
  readonly perSecond: number | null;
  readonly problem: string | null;
}

export interface StoredDomainLimit {
  readonly perDay: number | null;
  readonly from: string | null;
  readonly first: number | null;
  readonly target: number | null;
}

/** Campaigns leave a share for messages in organizations that sent one within this time. */
const rememberedMs = 7 * 86_400_000;

/** How fast messages may go out: limits of transports, sending domains and mailbox providers, shared by all workers. */
@Injectable()
export class RateLimits {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes up to `wanted` messages for these mailbox providers from every bucket that bounds them, in the open transaction.
   * Campaigns leave the share that is for messages; messages take from the whole.
   */
  async take(
    limits: Limits,
    among: readonly MailboxProvider[],
    wanted: number,
    lane: Lane = 'campaigns',
  ): Promise<Allowance> {
    const now = this.clock.now();
    if (limits.shared.length === 0 && among.every((mailboxProvider) => !limits.byMailboxProvider.has(mailboxProvider)))
      return {
        parts: [{ mailboxProvider: null, most: wanted, limits: [] }],
        shared: { limits: [], taken: wanted },
        scarce: null,
      };
    const shared = await this.#take(limits.shared, wanted, lane);
    let scarce = earliest(null, shared.scarce, now);
    const parts: Part[] = [];
    for (const mailboxProvider of among) {
      const limit = limits.byMailboxProvider.get(mailboxProvider);
      if (!limit || shared.granted === 0) continue;
      const own = await this.#take([limit], shared.granted, lane);
      scarce = earliest(scarce, own.scarce, now);
      if (own.granted > 0) parts.push({ mailboxProvider, most: own.granted, limits: [limit] });
    }
    const free = among.filter((mailboxProvider) => !limits.byMailboxProvider.has(mailboxProvider));
    if (shared.granted > 0) {
      // Slow ones first, so that their small shares are always used; the rest of the batch is for the others.
      const isEverybody = free.length === among.length;
      if (isEverybody) parts.push({ mailboxProvider: null, most: shared.granted, limits: [] });
      else parts.push(...free.map((mailboxProvider) => ({ mailboxProvider, most: shared.granted, limits: [] })));
    }
    return { parts, shared: { limits: limits.shared, taken: shared.granted }, scarce };
  }

  /** Puts back what was taken for messages that were not handed over. `handed` counts those that were, by mailbox provider. */
  async settle({ parts, shared }: Allowance, handed: ReadonlyMap<MailboxProvider, number>): Promise<void> {
    const total = [...handed.values()].reduce((sum, count) => sum + count, 0);
    const returns = [
      { limits: shared.limits, unused: shared.taken - total },
      ...parts.map(({ mailboxProvider, limits, most }) => ({
        limits,
        unused: most - (mailboxProvider ? (handed.get(mailboxProvider) ?? 0) : 0),
      })),
    ].filter(({ limits, unused }) => limits.length > 0 && unused > 0);
    if (returns.length === 0) return;
    await this.db.transaction(async () => {
      for (const { limits, unused } of returns)
        await this.db.rowsByKey(returnTokens, [
          limits.map(({ key }) => key),
          limits.map(({ period }) => period),
          unused,
        ]);
    });
  }

  /** What limits messages of a sending domain through a transport now, in the open transaction. */
  async limitsOf(domain: string, transport: (TransportLimits & { readonly id: string }) | null): Promise<Limits> {
    const now = this.clock.now();
    const today = await this.today();
    const [domainRow] = await this.db.rowsByKey<StoredDomainLimit>(domainLimitOf, [domain]);
    const cap = domainRow ? capOn(domainRow, today.day) : null;
    const shared = [
      ...(transport ? limitsOfTransport(transport.id, transport, now, today) : []),
      ...(cap === null ? [] : [dayLimit(`domain:${domain}`, cap, today)]),
    ];
    const byMailboxProvider = await this.#mailboxProviders(now);
    if (!(await this.#sendsMessages(now))) return { shared, byMailboxProvider };
    return {
      shared: shared.map(withShareForMessages),
      byMailboxProvider: new Map(
        [...byMailboxProvider].map(([mailboxProvider, limit]) => [mailboxProvider, withShareForMessages(limit)]),
      ),
    };
  }

  async #sendsMessages(now: Date): Promise<boolean> {
    const [row] = await this.db.rowsByKey<{ sends: boolean }>(sendsMessages, [new Date(now.getTime() - rememberedMs)]);
    return row?.sends ?? false;
  }

  async today(): Promise<Today> {
    const [today] = await this.db.rowsByKey<{ day: string; until: Date }>(todayOf, [this.clock.now()]);
    if (!today) throw new Error('The organization of this scope does not exist.');
    return today;
  }

  async #mailboxProviders(now: Date): Promise<Map<MailboxProvider, Limit>> {
    const rows = await this.db.rowsByKey<StoredMailboxProvider>(mailboxProviderLimits, []);
    const limits = new Map<MailboxProvider, Limit>();
    for (const mailboxProvider of mailboxProviders) {
      const row = rows.find((each) => each.mailboxProvider === mailboxProvider);
      const perSecond = row ? perSecondNow(row.perSecond, row, now) : usualPerSecond[mailboxProvider];
      if (perSecond !== null) limits.set(mailboxProvider, rateLimit(`mailbox_provider:${mailboxProvider}`, perSecond));
    }
    return limits;
  }

  async #take(
    limits: readonly Limit[],
    wanted: number,
    lane: Lane,
  ): Promise<{ granted: number; scarce: Limit | null }> {
    if (limits.length === 0) return { granted: wanted, scarce: null };
    const [row] = await this.db.rowsByKey<{ granted: number; scarce: string | null }>(takeTokens, [
      limits.map(({ key }) => key),
      limits.map(({ rate }) => rate),
      limits.map(({ burst }) => burst),
      limits.map(({ period }) => period),
      wanted,
      limits.map(({ kept = 0 }) => (lane === 'messages' ? 0 : kept)),
    ]);
    const scarce = limits.find(({ key }) => key === row?.scarce) ?? null;
    return { granted: row?.granted ?? 0, scarce };
  }
}

/** What may go out on a day: as long as it is warmed up that, and the smaller of both when there is a limit too. */
export function capOn({ perDay, from, first, target }: StoredDomainLimit, day: string): number | null {
  const warm = from && first && target ? warmUpCap({ from, first, target }, day) : null;
  if (warm === null) return perDay;
  return perDay === null ? warm : Math.min(warm, perDay);
}

function earliest(before: Allowance['scarce'], limit: Limit | null, now: Date): Allowance['scarce'] {
  if (!limit) return before;
  const until = askAgainAt(limit, now);
  return before && before.until <= until ? before : { until, by: limit.key };
}
