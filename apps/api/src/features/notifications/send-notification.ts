import { Injectable } from '@nestjs/common';
import { type NotificationKind, wordsForNotification } from '@engagex/domain/notifications';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import type { HandOver } from '../../ports/mail.ts';
import { AccountMail } from '../accounts/index.ts';
import { rolesThatAct } from './notifications.ts';
import { failNotification, recordNotification, takeNotification } from './notifications.queries.ts';

interface Taken {
  readonly state: 'submitting' | 'unknown' | 'dropped';
  readonly kind: NotificationKind;
  readonly why: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly campaignId: string;
  readonly name: string;
  readonly email: string;
  readonly campaign: string;
  readonly organization: string;
  readonly left: number;
}

const minute = 60_000;
/** Longer than any mail server is waited for. */
const leaseMs = 60 * minute;
/** News of a day ago helps nobody. */
const triedForMs = 24 * 60 * minute;

/** Mails one notification to one person. The row is committed before the hand-over and after it, as deliveries are. */
@Injectable()
export class SendNotification {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly mail: AccountMail,
  ) {}

  async send(id: string): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + leaseMs);
    const taken = await this.db.transaction(() => this.db.row<Taken>(takeNotification, [id, now, until, rolesThatAct]));
    if (taken?.state !== 'submitting') return;
    const { kind, response } = await this.#handOver(taken);
    const next = this.#after(kind, taken);
    await this.db.transaction(() => this.db.rows(recordNotification, [id, next.state, response, next.dueAt]));
  }

  /** It cannot be mailed; the campaign's page says what it would have said. */
  async giveUp(id: string, words: string): Promise<void> {
    await this.db.transaction(() => this.db.rows(failNotification, [id, words]));
  }

  #handOver({ name, email, campaignId, ...facts }: Taken): Promise<HandOver> {
    const { organizationId } = currentScope();
    const settingsUrl = this.mail.addressOf(`/o/${organizationId}/settings/you`);
    const isToDecide = facts.kind === 'approval-asked';
    const path = `/o/${organizationId}/campaigns/${campaignId}`;
    const url = this.mail.addressOf(isToDecide || facts.kind === 'declined' ? `${path}/approval` : path);
    return this.mail.send({
      to: { name, address: email },
      ...wordsForNotification({ ...facts, name, settingsUrl }),
      button: { label: isToDecide ? 'Review and decide' : 'Open the campaign', url },
    });
  }

  /** What certainly was not taken is tried again, ever more rarely, for a day. */
  #after(kind: HandOver['kind'], { attempts, createdAt }: Taken): { state: string; dueAt: Date } {
    const now = this.clock.now();
    if (kind === 'accepted' || kind === 'unknown') return { state: kind, dueAt: now };
    const dueAt = new Date(now.getTime() + Math.min(60, 2 ** (attempts - 1)) * minute);
    const isOver = kind === 'rejected' || dueAt.getTime() - createdAt.getTime() > triedForMs;
    return { state: isOver ? 'failed' : 'pending', dueAt };
  }
}
