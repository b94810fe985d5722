import { Injectable } from '@nestjs/common';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../../platform/live/live.ts';
import { type NewClaim, type SystemMail, SystemMails } from '../../hand-over/index.ts';
import { finishMailing, lockMailing } from '../mailings/mailings.queries.ts';
import { ComposeMail, type ToCompose } from './compose-mail.ts';
import { attachmentOf, dashboardMailSql, mailingOfMail, takeMail } from './mails.queries.ts';

interface Claimed extends ToCompose {
  readonly state: 'submitting' | 'skipped';
  readonly mailingId: string;
  readonly attempts: number;
  readonly createdAt: Date;
}

interface Taken extends Claimed {
  readonly attachment: Buffer | null;
}

/** Mails a dashboard to one person. */
@Injectable()
export class SendMail {
  readonly mail: SystemMail<Taken>;

  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    composer: ComposeMail,
    mails: SystemMails,
  ) {
    this.mail = mails.of<Taken>({
      kind: 'dashboard-mails',
      sql: dashboardMailSql,
      take: (id, claim) => this.#take(id, claim),
      compose: (taken) => composer.compose(taken, taken.attachment),
      changing: (id, change) => this.#changing(id, change),
    });
  }

  async #take(id: string, { claimId, now, until }: NewClaim): Promise<Taken | null> {
    const taken = await this.db.row<Claimed>(takeMail, [id, now, until, claimId]);
    if (taken?.state !== 'submitting') return null;
    const kept = await this.db.row<{ attachment: Buffer | null }>(attachmentOf, [taken.mailingId]);
    return { ...taken, attachment: kept?.attachment ?? null };
  }

  /** After the last mail of a mailing, what was mailed is no longer kept. */
  async #changing<T>(mailId: string, change: () => Promise<T>): Promise<T> {
    const mailing = await this.db.row<{ id: string; scheduleId: string }>(mailingOfMail, [mailId]);
    if (mailing) await this.db.rows(lockMailing, [mailing.id]);
    const changed = await change();
    if (mailing) {
      await this.db.rows(finishMailing, [mailing.id]);
      afterCommit(() => this.live.publish('dashboard-schedules', mailing.scheduleId));
    }
    return changed;
  }
}
