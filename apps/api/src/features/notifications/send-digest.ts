import { Injectable } from '@nestjs/common';
import { shortWordsFor, wordsForDigest } from '@engagex/domain/notifications';
import { TenantDb } from '@engagex/tenancy';
import type { WholeMessage } from '../../ports/mail.ts';
import { AccountMail } from '../accounts/index.ts';
import { type NewClaim, type SystemMail, SystemMails } from '../hand-over/index.ts';
import { claimDigest, collected, digestSql, dropDigest, dueDigest, putInDigest } from './digests.queries.ts';
import { Mailables, type Recipient, type Told } from './mailable.ts';
import { settleUnmailed } from './mails.queries.ts';
import { NotificationSettingsService } from './notification-settings.service.ts';

type Due = Recipient & { readonly id: string; readonly createdAt: Date };
type Taken = Due & { readonly attempts: number; readonly titles: readonly string[] };
type Collected = Told & { readonly isRead: boolean };

/** Mails one person what they have not read by then. Without anything unread there is no mail. */
@Injectable()
export class SendDigest {
  readonly mail: SystemMail<Taken>;

  constructor(
    private readonly db: TenantDb,
    private readonly accountMail: AccountMail,
    private readonly settings: NotificationSettingsService,
    private readonly mailables: Mailables,
    mails: SystemMails,
  ) {
    this.mail = mails.of<Taken>({
      kind: 'notification-digests',
      sql: digestSql,
      take: (id, claim) => this.#take(id, claim),
      compose: (taken) => this.#compose(taken),
      changing: (_id, change) => change(),
    });
  }

  async #take(id: string, { claimId, now, until }: NewClaim): Promise<Taken | null> {
    const due = await this.db.row<Due>(dueDigest, [id, now]);
    if (!due) return null;
    const titles = await this.#fill(due);
    if (titles.length === 0) {
      await this.db.rows(dropDigest, [id]);
      return null;
    }
    const claimed = await this.db.row<{ attempts: number }>(claimDigest, [id, claimId, until]);
    return claimed && { ...due, ...claimed, titles };
  }

  /** What is in it, in words; what is not to be mailed any more is settled. */
  async #fill(due: Due): Promise<string[]> {
    const all = await this.db.rows<Collected>(collected, [due.userId, due.id]);
    const unread = all.filter(({ isRead }) => !isRead);
    const mailables = await this.mailables.of(unread, due, await this.settings.of(due.userId));
    const inIt = unread.flatMap(({ id }, index) => {
      const mailable = mailables[index];
      return mailable && typeof mailable !== 'string' ? [{ id, title: shortWordsFor(mailable.facts).title }] : [];
    });
    const settle = (state: string, ids: readonly string[]) => this.db.rows(settleUnmailed, [ids, state]);
    await settle(
      'read',
      all.filter(({ isRead }) => isRead).map(({ id }) => id),
    );
    for (const state of ['dropped', 'unwanted'] as const)
      await settle(
        state,
        unread.filter((_, index) => mailables[index] === state).map(({ id }) => id),
      );
    await this.db.rows(putInDigest, [inIt.map(({ id }) => id), due.id]);
    return inIt.map(({ title }) => title);
  }

  #compose({ id, name, email, organization, titles }: Taken): WholeMessage {
    const words = wordsForDigest({ organization, name, titles, settingsUrl: this.mailables.settingsUrl });
    const button = { label: 'Open your inbox', url: this.mailables.urlOf('/notifications') };
    return this.accountMail.compose({ to: { name, address: email }, ...words, button }, id);
  }
}
