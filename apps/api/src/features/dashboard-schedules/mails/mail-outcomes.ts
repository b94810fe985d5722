import { Injectable } from '@nestjs/common';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../../platform/live/live.ts';
import { Clock } from '../../../ports/clock.ts';
import { Journals, neverHandedOver, type Outcome, outcomesNoted } from '../../hand-over/index.ts';
import { finishMailing, lockMailing } from '../mailings/mailings.queries.ts';
import { expiredClaim, failMail, forgetMail, heldBy, mailingOfMail, recordMail } from './mails.queries.ts';

interface Tried {
  /** This one included. */
  readonly attempts: number;
  readonly createdAt: Date;
}

interface Next {
  readonly state: string;
  readonly dueAt: Date;
  readonly counts: boolean;
}

const minute = 60_000;
/** Numbers of a day ago help nobody. */
const triedForMs = 24 * 60 * minute;

/** Writes down what became of mails, also of those whose worker has ended or is silent. */
@Injectable()
export class MailOutcomes {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly journals: Journals,
  ) {}

  /** In the open transaction, as far as the claim still holds it. */
  async record(claimId: string, outcome: Outcome, tried: Tried): Promise<void> {
    const { state, dueAt, counts } = this.#after(outcome, tried);
    await this.finishing(outcome.id, () =>
      this.db.rows(recordMail, [outcome.id, claimId, state, outcome.response, dueAt, counts]),
    );
  }

  /** Changes one mail; after the last of a mailing, what was mailed is no longer kept. */
  async finishing<T>(mailId: string, change: () => Promise<T>): Promise<T> {
    const mailing = await this.db.row<{ id: string; scheduleId: string }>(mailingOfMail, [mailId]);
    if (mailing) await this.db.rows(lockMailing, [mailing.id]);
    const changed = await change();
    if (mailing) {
      await this.db.rows(finishMailing, [mailing.id]);
      afterCommit(() => this.live.publish('dashboard-schedules', mailing.scheduleId));
    }
    return changed;
  }

  /** It cannot be mailed; the history of the schedule says so. */
  async giveUp(id: string, words: string): Promise<void> {
    await this.db.transaction(() => this.finishing(id, () => this.db.rows(failMail, [id, words])));
  }

  /** Of a worker that has been silent for too long. */
  async settleExpired(id: string): Promise<void> {
    const now = this.clock.now();
    await this.db.transaction(async () => {
      const expired = await this.db.row<{ claimId: string | null }>(expiredClaim, [id, now]);
      if (!expired) return;
      if (expired.claimId) await this.#settleByJournal(expired.claimId);
      await this.finishing(id, () => this.db.rows(forgetMail, [id, now]));
    });
  }

  /** Of a claim whose process has ended or could not record everything, by what it noted. */
  async settle(claimId: string): Promise<void> {
    await this.db.transaction(() => this.#settleByJournal(claimId));
    this.journals.remove(claimId);
  }

  async #settleByJournal(claimId: string): Promise<void> {
    const noted = this.journals.read(claimId);
    if (!noted) return;
    const held = await this.db.rows<{ id: string } & Tried>(heldBy, [claimId]);
    const [tried] = held;
    if (!tried) return;
    const [outcome] = outcomesNoted(noted, held, this.clock.now());
    if (outcome) await this.record(claimId, outcome, tried);
    else if (noted.isComplete) await this.record(claimId, { ...neverHandedOver(tried.id), state: 'unknown' }, tried);
  }

  /** What certainly was not taken is tried again, ever more rarely, for a day; what never left, at once. */
  #after({ state, reason, response }: Outcome, { attempts, createdAt }: Tried): Next {
    const now = this.clock.now();
    if (state === 'accepted' || state === 'unknown') return { state, dueAt: now, counts: true };
    if (state === 'pending' && response === null) return { state, dueAt: now, counts: false };
    const dueAt = new Date(now.getTime() + Math.min(60, 2 ** (attempts - 1)) * minute);
    const isOver = reason === 'rejected' || dueAt.getTime() - createdAt.getTime() > triedForMs;
    return { state: isOver ? 'failed' : 'pending', dueAt, counts: true };
  }
}
