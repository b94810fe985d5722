import type { TenantDb } from '@engagex/tenancy';
import type { Clock } from '../../ports/clock.ts';
import type { Mail, WholeMessage } from '../../ports/mail.ts';
import type { Batches } from './batches.ts';
import type { Begun, Claim, Claims } from './claims.ts';
import type { JournalClaim, Journals } from './journal/journals.ts';
import { nextTry, type Tried } from './next-try.ts';
import { neverHandedOver, type Outcome } from './outcome.ts';
import { outcomesNoted } from './outcomes-noted.ts';

export interface TakenMail extends Tried {
  readonly id: string;
}

export interface NewClaim {
  readonly claimId: string;
  readonly now: Date;
  /** When others may decide about it. */
  readonly until: Date;
}

/** Statements of the feature that owns the table of one kind of mail. */
export interface SystemMailSql {
  /** $1 now: `organizationId` and `id` of mail that is due, of every organization; in no transaction. */
  readonly due: string;
  /** $1 claim, $2 now, $3 until when: prolongs it. One whose time is over is not prolonged: others decide about it. */
  readonly renew: string;
  /** $1 mail, $2 now: its `claimId`, when its worker has been silent for too long. */
  readonly expiredClaim: string;
  /** $1 claim: what it holds as `TakenMail`, and what nobody knew better of than that it was its own. */
  readonly heldBy: string;
  /**
   * $1 mail, $2 claim, $3 what became of it, $4 the server's words, $5 when it is due again, $6 whether the attempt counts. What
   * became unknown because its worker was slow still takes its outcome, but is not tried again.
   */
  readonly record: string;
  /** $1 mail, $2 now: the worker is silent and the mail may be out, so it is never handed over again. */
  readonly forget: string;
  /** $1 mail, $2 why it cannot be mailed. */
  readonly fail: string;
}

/** How one kind of mail is claimed, written and stored. */
export interface SystemMailKind<Taken extends TakenMail> {
  readonly kind: JournalClaim['kind'];
  readonly sql: SystemMailSql;
  /** Claims it in the open transaction; null when somebody else has, or it is not to be mailed any more. */
  readonly take: (id: string, claim: NewClaim) => Promise<Taken | null>;
  readonly compose: (taken: Taken) => WholeMessage;
  /** Makes every change of a row, in the open transaction: for what has to be locked before and done after it. */
  readonly changing: <T>(id: string, change: () => Promise<T>) => Promise<T>;
}

export interface Context {
  readonly db: TenantDb;
  readonly clock: Clock;
  readonly claims: Claims;
  readonly batches: Batches;
  readonly mail: Mail;
  readonly journals: Journals;
}

/** One whose mail server takes longer to answer keeps none of the next waiting, but so many may not be answered. */
const mostUnanswered = 20;

/**
 * Mail of one kind from EngageX itself to members: each is a row, and is handed over once. What became of those whose worker
 * has ended is read from its journal.
 */
export class SystemMail<Taken extends TakenMail> {
  readonly #kind: SystemMailKind<Taken>;
  readonly #context: Context;
  readonly #unanswered = new Set<Promise<unknown>>();

  constructor(kind: SystemMailKind<Taken>, context: Context) {
    this.#kind = kind;
    this.#context = context;
  }

  get kind(): JournalClaim['kind'] {
    return this.#kind.kind;
  }

  get due(): string {
    return this.#kind.sql.due;
  }

  /** Resolves when it is answered, or when the answer may take long: that is recorded when it comes. */
  async send(id: string): Promise<void> {
    while (this.#unanswered.size >= mostUnanswered) await Promise.race(this.#unanswered);
    await this.#settleExpired(id);
    const { db, clock, claims } = this.#context;
    const { kind, sql } = this.#kind;
    await claims.hold(
      {
        kind,
        campaignId: null,
        most: 1,
        begin: (claimId, seconds) => this.#take(id, claimId, seconds),
        renew: (claimId, seconds) => db.affected(sql.renew, [claimId, clock.now(), this.#inSeconds(seconds)]),
      },
      (claim, taken) => this.#send(claim, taken),
    );
  }

  /** It cannot be mailed. */
  async giveUp(id: string, words: string): Promise<void> {
    const { db } = this.#context;
    const { changing, sql } = this.#kind;
    await db.transaction(() => changing(id, () => db.rows(sql.fail, [id, words])));
  }

  /** Writes down what became of a claim whose process has ended or could not record everything, by what it noted. */
  async settle(claimId: string): Promise<void> {
    const { db, journals } = this.#context;
    await db.transaction(() => this.#settleByJournal(claimId));
    journals.remove(claimId);
  }

  async #take(id: string, claimId: string, seconds: number): Promise<Taken | null> {
    const claim = { claimId, now: this.#context.clock.now(), until: this.#inSeconds(seconds) };
    const { changing, take } = this.#kind;
    return this.#context.db.transaction(() => changing(id, () => take(id, claim)));
  }

  async #send(claim: Claim, taken: Taken): Promise<Begun<void>> {
    const { batches, mail } = this.#context;
    const { id, attempts } = taken;
    const batch = batches.begin({
      claim,
      lane: 'system',
      mail,
      transport: null,
      compose: () => this.#kind.compose(taken),
      record: async (answers) => {
        for (const { outcome } of answers) await this.#record(claim.id, outcome, taken);
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

  /** In the open transaction, as far as the claim still holds it. */
  async #record(claimId: string, outcome: Outcome, tried: Tried): Promise<void> {
    const { db, clock } = this.#context;
    const { changing, sql } = this.#kind;
    const { state, dueAt, counts } = nextTry(outcome, tried, clock.now());
    await changing(outcome.id, () =>
      db.rows(sql.record, [outcome.id, claimId, state, outcome.response, dueAt, counts]),
    );
  }

  /** Of a worker that has been silent for too long. */
  async #settleExpired(id: string): Promise<void> {
    const { db, clock } = this.#context;
    const { changing, sql } = this.#kind;
    const now = clock.now();
    await db.transaction(async () => {
      const expired = await db.row<{ claimId: string | null }>(sql.expiredClaim, [id, now]);
      if (!expired) return;
      if (expired.claimId) await this.#settleByJournal(expired.claimId);
      await changing(id, () => db.rows(sql.forget, [id, now]));
    });
  }

  async #settleByJournal(claimId: string): Promise<void> {
    const { db, clock, journals } = this.#context;
    const noted = journals.read(claimId);
    if (!noted) return;
    const held = await db.rows<TakenMail>(this.#kind.sql.heldBy, [claimId]);
    const [tried] = held;
    if (!tried) return;
    const [outcome] = outcomesNoted(noted, held, clock.now());
    if (outcome) await this.#record(claimId, outcome, tried);
    else if (noted.isComplete) await this.#record(claimId, { ...neverHandedOver(tried.id), state: 'unknown' }, tried);
  }

  #inSeconds(seconds: number): Date {
    return new Date(this.#context.clock.now().getTime() + seconds * 1_000);
  }
}
