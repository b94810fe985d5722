import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Unfinished } from '../../platform/unfinished.ts';
import type { Journal } from './journal/journal.ts';
import { type JournalClaim, Journals } from './journal/journals.ts';
import { Lease, thisMoment } from './lease.ts';

/** What this worker holds: nobody else hands it over while the lease runs, and the journal outlives the process. */
export interface Claim {
  readonly id: string;
  readonly lease: Lease;
  readonly journal: Journal;
}

/** How one kind of mail claims its rows. Everything but `begin` and `end` runs in a transaction that is already open. */
export interface ClaimedBy<T> {
  readonly kind: JournalClaim['kind'];
  readonly campaignId: string | null;
  /** How many rows the claim holds at most. */
  readonly most: number;
  /** Claims for so many seconds, in transactions of its own; null when there is nothing to claim. */
  readonly begin: (claimId: string, seconds: number) => Promise<T | null>;
  /** Prolongs the lease; 0 when it has run out, for then others decide. */
  readonly renew: (claimId: string, seconds: number) => Promise<number>;
  /** The work is over, but answers are still waited for. */
  readonly keepWaiting?: (claimId: string) => Promise<unknown>;
  /** Everything the claim held is recorded. */
  readonly end?: (claimId: string) => Promise<unknown>;
}

/** What came of the work, and what settles when the answers are in that it did not wait for. */
export interface Begun<T> {
  readonly result: T;
  readonly rest: Promise<unknown> | null;
}

/** Holds claims: notes them before they exist, keeps them alive during the work and until the last answer is recorded. */
@Injectable()
export class Claims {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly journals: Journals,
    private readonly unfinished: Unfinished,
  ) {}

  /** Runs `work` with a claim. Null when there was nothing to claim, or mail is held after a restore. */
  async hold<T, R>(by: ClaimedBy<T>, work: (claim: Claim, begun: T) => Promise<Begun<R>>): Promise<R | null> {
    if (await this.#isHeld()) return null;
    const { kind, campaignId, most } = by;
    const id = randomUUID();
    const seconds = this.config.DELIVERY_LEASE_SECONDS;
    const lease = new Lease(seconds, thisMoment());
    // Before the claim, which whoever comes after a killed process finds by it.
    const journal = this.journals.open({ kind, claimId: id, campaignId }, most);
    const claim: Claim = { id, lease, journal };
    const claimed = await by.begin(id, seconds).catch((error: unknown) => {
      journal.abandon(); // it may have been committed all the same
      throw error;
    });
    if (claimed === null) {
      journal.remove();
      return null;
    }
    const renewal = setInterval(() => void this.#renew(claim, by), (seconds * 1_000) / 3);
    const end = async (ending: Promise<unknown>): Promise<void> => {
      try {
        await ending;
        await by.end?.(id);
        journal.remove();
      } finally {
        clearInterval(renewal);
        journal.abandon();
      }
    };
    const working = work(claim, claimed);
    const begun = await working.catch(() => null);
    if (!begun?.rest) {
      await end(working);
      return begun && begun.result;
    }
    this.unfinished.add(
      end(begun.rest).catch((err: unknown) => this.log.error({ err, claim: id }, 'a claim did not end')),
    );
    const { keepWaiting } = by;
    if (keepWaiting) await this.db.transaction(() => keepWaiting(id));
    return begun.result;
  }

  /** What people said since the backup is not known yet, so nobody may be mailed. */
  async #isHeld(): Promise<boolean> {
    const answer = await this.db.transaction(() => this.db.row<{ held: boolean }>('select sending_is_held() as held'));
    return answer?.held === true;
  }

  /** A renewal that fails is tried again on the next tick; if none succeeds, the claim is settled like a dead worker's. */
  async #renew({ id, lease }: Claim, { kind, renew }: ClaimedBy<unknown>): Promise<void> {
    const since = thisMoment();
    try {
      const renewed = await this.db.transaction(() => renew(id, this.config.DELIVERY_LEASE_SECONDS));
      if (renewed > 0) lease.renewed(since);
      else lease.lose();
    } catch (err) {
      this.log.warn({ err, claim: id, kind }, 'could not renew a claim');
    }
  }
}
