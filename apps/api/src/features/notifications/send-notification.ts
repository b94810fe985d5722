import { Injectable } from '@nestjs/common';
import { type AnyKind, buttonFor, mailOf, slotAfter, wordsFor } from '@engagex/domain/notifications';
import { TenantDb } from '@engagex/tenancy';
import type { WholeMessage } from '../../ports/mail.ts';
import { AccountMail } from '../accounts/index.ts';
import { type NewClaim, type SystemMail, SystemMails } from '../hand-over/index.ts';
import { holdDigest } from './digests.queries.ts';
import { type Mailable, Mailables, type Recipient, type Told } from './mailable.ts';
import { claimNotification, dueNotification, notificationSql, settleUnmailed } from './mails.queries.ts';
import { type MemberSettings, NotificationSettingsService } from './notification-settings.service.ts';

type Due = Told & Recipient & { readonly createdAt: Date };
type Taken = Due & { readonly attempts: number; readonly mailable: Mailable };

/** Mails one notification to one person, or leaves it to their next digest: as they want it at that moment. */
@Injectable()
export class SendNotification {
  readonly mail: SystemMail<Taken>;

  constructor(
    private readonly db: TenantDb,
    private readonly accountMail: AccountMail,
    private readonly settings: NotificationSettingsService,
    private readonly mailables: Mailables,
    mails: SystemMails,
  ) {
    this.mail = mails.of<Taken>({
      kind: 'notifications',
      sql: notificationSql,
      take: (id, claim) => this.#take(id, claim),
      compose: (taken) => this.#compose(taken),
      changing: (_id, change) => change(),
    });
  }

  async #take(id: string, { claimId, now, until }: NewClaim): Promise<Taken | null> {
    const due = await this.db.row<Due>(dueNotification, [id, now]);
    if (!due) return null;
    const settings = await this.settings.of(due.userId);
    const [mailable = 'dropped'] = await this.mailables.of([due], due, settings);
    if (typeof mailable === 'string') return this.#leave(id, mailable);
    if (await this.#collects(due, settings, now)) return this.#leave(id, 'collected');
    const claimed = await this.db.row<{ attempts: number }>(claimNotification, [id, claimId, until]);
    return claimed && { ...due, ...claimed, mailable };
  }

  /** Whether it waits for the digest, which there is from now on. */
  async #collects({ userId, kind }: { userId: string; kind: AnyKind }, settings: MemberSettings, now: Date) {
    const digest = mailOf(kind, settings.wanted, settings.digest);
    if (digest === 'none' || digest === 'immediate') return false;
    const rhythm = { digest, hour: settings.digestHour, timeZone: settings.timeZone };
    let slot = slotAfter(now, rhythm);
    // By a clock that is ahead it may have left already.
    while ((await this.db.row<{ state: string }>(holdDigest, [userId, slot]))?.state !== 'pending')
      slot = slotAfter(slot, rhythm);
    return true;
  }

  async #leave(id: string, state: 'dropped' | 'unwanted' | 'collected'): Promise<null> {
    await this.db.rows(settleUnmailed, [[id], state]);
    return null;
  }

  #compose({ id, name, email, mailable: { facts, path } }: Taken): WholeMessage {
    const button = { label: buttonFor(facts.kind), url: this.mailables.urlOf(path) };
    return this.accountMail.compose({ to: { name, address: email }, ...wordsFor(facts), button }, id);
  }
}
