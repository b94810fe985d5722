import { Injectable } from '@nestjs/common';
import {
  asksForLess,
  perSecondNow,
  type MailboxProvider,
  mailboxProviders,
  mailboxProvidersRoutes,
  type MailboxProviderView,
  shareNow,
  slowedDown,
  usualPerSecond,
} from '@engagex/domain/transports';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import type { StoredMailboxProvider } from './rate-limits.ts';
import {
  addMailboxProviderLimit,
  lastChangeOfLimit,
  mailboxProviderLimits,
  mailboxProviderSettings,
} from './transports.queries.ts';
import { Waiting } from './waiting.ts';

/** How many messages a batch handed to one mailbox provider, and how many were deferred. */
export interface Answers {
  handed: number;
  deferred: number;
  words: string;
}

interface Settings extends StoredMailboxProvider {
  readonly updatedAt: Date;
}

/** The rate limit of each family of mailbox providers. */
@Injectable()
export class MailboxProvidersService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly waiting: Waiting,
  ) {}

  async list(): Promise<{ items: MailboxProviderView[] }> {
    return { items: await this.#views(mailboxProviders) };
  }

  async update({
    mailboxProvider,
    perSecond,
    version,
  }: ParsedInputOf<typeof mailboxProvidersRoutes.update>): Promise<MailboxProviderView> {
    const before = await this.#lock(mailboxProvider);
    const edited = {
      route: mailboxProvidersRoutes.update,
      lastChange: lastChangeOfLimit,
      id: mailboxProvider,
      version,
    } as const;
    await assertUnchanged(this.db, edited, () => this.#view(mailboxProvider));
    await this.db.rows(
      'update mailbox_provider_limits set per_second = $2, updated_by_id = $3, updated_at = now() where mailbox_provider = $1',
      [mailboxProvider, perSecond, currentUserId()],
    );
    await this.waiting.recheck();
    noteAudit({
      objectId: before.id,
      objectName: mailboxProvider,
      before: { perSecond: before.perSecond },
      after: { perSecond },
    });
    afterCommit(() => this.live.publish('mailbox-providers'));
    return this.#view(mailboxProvider);
  }

  /** Slows down only those that deferred a noticeable part of a batch. */
  async recordReplies(answers: ReadonlyMap<MailboxProvider, Answers>): Promise<void> {
    for (const [mailboxProvider, { handed, deferred, words }] of answers)
      if (asksForLess(mailboxProvider, deferred, handed)) await this.#slowDown(mailboxProvider, words);
  }

  async #slowDown(mailboxProvider: MailboxProvider, words: string): Promise<void> {
    await this.db.transaction(async () => {
      const before = await this.#lock(mailboxProvider);
      const { slowness, slowedAt } = slowedDown(before, this.clock.now());
      if (slowedAt === before.slowedAt) return;
      await this.db.rows(
        'update mailbox_provider_limits set slowness = $2, slowed_at = $3, problem = left($4, 500) where mailbox_provider = $1',
        [mailboxProvider, slowness, slowedAt, words],
      );
      afterCommit(() => this.live.publish('mailbox-providers'));
    });
  }

  async #lock(mailboxProvider: MailboxProvider): Promise<StoredMailboxProvider & { readonly id: string }> {
    await this.db.rows(addMailboxProviderLimit, [mailboxProvider, usualPerSecond[mailboxProvider]]);
    const row = await this.db.row<StoredMailboxProvider & { readonly id: string }>(
      `${mailboxProviderLimits} where mailbox_provider = $1 for update`,
      [mailboxProvider],
    );
    if (!row) throw new Error('The row was just inserted or was there.');
    return row;
  }

  async #view(mailboxProvider: MailboxProvider): Promise<MailboxProviderView> {
    const [view] = await this.#views([mailboxProvider]);
    if (!view) throw new Error('The organization of this scope does not exist.');
    return view;
  }

  async #views(wanted: readonly MailboxProvider[]): Promise<MailboxProviderView[]> {
    const usual = wanted.map((mailboxProvider) => usualPerSecond[mailboxProvider]);
    const rows = await this.db.rows<Settings>(mailboxProviderSettings, [wanted, usual]);
    const byMailboxProvider = new Map(rows.map((row) => [row.mailboxProvider, row]));
    return wanted.flatMap((mailboxProvider) => {
      const row = byMailboxProvider.get(mailboxProvider);
      return row ? [viewOf(row, this.clock.now())] : [];
    });
  }
}

function viewOf(row: Settings, now: Date): MailboxProviderView {
  const { mailboxProvider, perSecond, problem, updatedAt } = row;
  const share = shareNow(row, now);
  const isSlow = share < 1;
  return {
    mailboxProvider,
    perSecond,
    share,
    perSecondNow: perSecondNow(perSecond, row, now),
    slowedAt: isSlow && row.slowedAt ? row.slowedAt.toISOString() : null,
    problem: isSlow ? problem : null,
    updatedAt: updatedAt.toISOString(),
  };
}
