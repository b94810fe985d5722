import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../../ports/clock.ts';
import { Mail } from '../../../ports/mail.ts';
import { Batches, type Begun, type Claim, Claims } from '../../hand-over/index.ts';
import { ComposeMail, type ToCompose } from './compose-mail.ts';
import { MailOutcomes } from './mail-outcomes.ts';
import { attachmentOf, renewMail, takeMail } from './mails.queries.ts';

interface Taken extends ToCompose {
  readonly state: 'submitting' | 'skipped';
  readonly mailingId: string;
  readonly attempts: number;
  readonly createdAt: Date;
}

/** One whose mail server takes longer to answer keeps none of the next waiting, but so many may not be answered. */
const mostUnanswered = 20;

/** Mails a dashboard to one person. */
@Injectable()
export class SendMail {
  readonly #unanswered = new Set<Promise<unknown>>();

  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly batches: Batches,
    private readonly mail: Mail,
    private readonly composer: ComposeMail,
    private readonly outcomes: MailOutcomes,
  ) {}

  /** Resolves when it is answered, or when the answer may take long: that is recorded when it comes. */
  async send(id: string): Promise<void> {
    while (this.#unanswered.size >= mostUnanswered) await Promise.race(this.#unanswered);
    await this.outcomes.settleExpired(id);
    await this.claims.hold(
      {
        kind: 'dashboard-mails',
        campaignId: null,
        most: 1,
        begin: (claimId, seconds) => this.#take(id, claimId, seconds),
        renew: (claimId, seconds) => this.db.affected(renewMail, [claimId, this.clock.now(), this.#inSeconds(seconds)]),
      },
      (claim, taken) => this.#send(claim, taken),
    );
  }

  async #take(id: string, claimId: string, seconds: number): Promise<Taken | null> {
    const parameters = [id, this.clock.now(), this.#inSeconds(seconds), claimId];
    const taken = await this.db.transaction(() =>
      this.outcomes.finishing(id, () => this.db.row<Taken>(takeMail, parameters)),
    );
    return taken?.state === 'submitting' ? taken : null;
  }

  async #send(claim: Claim, taken: Taken): Promise<Begun<void>> {
    const { id, mailingId, attempts, createdAt } = taken;
    const kept = await this.db.transaction(() => this.db.row<{ attachment: Buffer | null }>(attachmentOf, [mailingId]));
    const batch = this.batches.begin({
      claim,
      mail: this.mail,
      transport: null,
      compose: () => this.composer.compose(taken, kept?.attachment ?? null),
      record: async (answers) => {
        for (const { outcome } of answers) await this.outcomes.record(claim.id, outcome, { attempts, createdAt });
      },
      recorded: async () => {},
    });
    const slices = await batch.handOver([{ id, attempts, mailboxProvider: 'other' }]);
    await slices.quiet;
    if (batch.isAnswered) {
      await slices.recorded;
      return { result: undefined, rest: null };
    }
    const answered = slices.recorded.catch(() => {}).finally(() => this.#unanswered.delete(answered));
    this.#unanswered.add(answered);
    return { result: undefined, rest: slices.recorded };
  }

  #inSeconds(seconds: number): Date {
    return new Date(this.clock.now().getTime() + seconds * 1_000);
  }
}
