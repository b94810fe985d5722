import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { asSystem, TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { type CustomerState, Payments, PaymentsUnavailable } from '../../ports/payments.ts';
import {
  type Difference,
  differencesBetween,
  type StoredInvoice,
  type StoredSubscription,
  wordsOfDifference,
} from './differences.ts';
import { unavailable } from './payment-requests.ts';
import { askForState, claimState, giveClaimBack, holdClaim, progressOfState } from './payments.queries.ts';
import { storedInvoices, storedSubscriptions, storeDrifts } from './state.queries.ts';
import { WriteState } from './write-state.ts';

/** How long a process has to fetch before another takes it for dead. */
const leaseMs = 60_000;
const pauseAfterFailureMs = 15_000;
const patienceMs = 15_000;
const lookEveryMs = 50;

interface Claim {
  readonly wanted: string;
  readonly customerId: string | null;
}

/**
 * Fetches the state of the scope's customer and writes it down. One process at a time does so for each customer, and only the
 * one that holds the claim may write: an answer that is older than another never overwrites it.
 */
@Injectable()
export class SyncState {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly payments: Payments,
    private readonly state: WriteState,
  ) {}

  /** Fetches until nothing is asked for any more. False when another process is at it, or there is no customer. */
  async run(): Promise<boolean> {
    for (;;) {
      if (!(await this.#fetchOnce('fetch'))) return false;
      const progress = await this.#progress();
      if (!progress || progress.done >= progress.wanted) return true;
    }
  }

  /** Also says what differed before, if nothing had asked for it to be fetched. */
  async compare(): Promise<boolean> {
    const progress = await this.#progress();
    if (progress && progress.wanted > progress.done && !(await this.run())) return false;
    return this.#fetchOnce('compare');
  }

  /** Resolves once what holds from now on is written down. Throws `payments.unavailable` when that takes too long. */
  refresh(): Promise<void> {
    return asSystem('payments', () => this.#refresh());
  }

  async #refresh(): Promise<void> {
    const asked = await this.db.transaction(() => this.db.row<{ wanted: string }>(askForState));
    if (!asked) return; // no customer, so nothing at Stripe
    const target = BigInt(asked.wanted);
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
      try {
        await this.#fetchOnce('fetch', true); // somebody waits
      } catch (error) {
        if (error instanceof PaymentsUnavailable) throw unavailable(error);
        throw error;
      }
      const progress = await this.#progress();
      if (!progress || progress.done >= target) return;
      await delay(lookEveryMs); // another process is at it
    }
    throw unavailable(new Error('Another process did not finish fetching the state of this customer.'));
  }

  async #fetchOnce(why: 'fetch' | 'compare', isUrgent = false): Promise<boolean> {
    const claimId = randomUUID();
    const claim = await this.#claim(claimId, isUrgent);
    if (!claim) return false;
    try {
      const state = claim.customerId ? await this.payments.stateOf(claim.customerId) : null;
      await this.#write(claimId, claim, state, why);
    } catch (error) {
      const until = new Date(this.clock.now().getTime() + pauseAfterFailureMs);
      await this.db.transaction(() => this.db.rows(giveClaimBack, [claimId, until]));
      throw error;
    }
    return true;
  }

  async #claim(claimId: string, isUrgent: boolean): Promise<Claim | null> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + leaseMs);
    return this.db.transaction(() => this.db.row<Claim>(claimState, [claimId, now, until, isUrgent]));
  }

  async #write(
    claimId: string,
    { wanted, customerId }: Claim,
    state: CustomerState | null,
    why: 'fetch' | 'compare',
  ): Promise<void> {
    await this.db.transaction(async () => {
      const held = await this.db.row<{ customerId: string | null }>(holdClaim, [claimId]);
      if (!held) return; // it took too long, and another process fetches what is newer
      // The customer was created while nobody had one to ask about.
      if (held.customerId !== customerId) return void (await this.db.rows(giveClaimBack, [claimId, new Date(0)]));
      if (why === 'compare' && customerId) await this.#keepDifferences(customerId, state);
      await this.state.write({ customerId, state, wanted, isCompared: why === 'compare' }, this.clock.now());
    });
  }

  async #keepDifferences(customerId: string, state: CustomerState | null): Promise<void> {
    const subscriptions = await this.db.rows<StoredSubscription>(storedSubscriptions, [customerId]);
    const invoices = await this.db.rows<StoredInvoice>(storedInvoices);
    const found = differencesBetween({ customerId, subscriptions, invoices }, state);
    if (found.length === 0) return;
    const column = (of: (each: Difference) => string | null) => found.map(of);
    await this.db.rows(storeDrifts, [
      column(({ about }) => about),
      column(({ field }) => field),
      column(({ stored }) => stored),
      column((each) => each.found),
    ]);
    this.log.error(
      { customerId, differences: found.map(wordsOfDifference) },
      'what was stored of a customer differed from Stripe, and was corrected',
    );
  }

  async #progress(): Promise<{ wanted: bigint; done: bigint } | null> {
    const row = await this.db.transaction(() => this.db.row<{ wanted: string; done: string }>(progressOfState));
    return row && { wanted: BigInt(row.wanted), done: BigInt(row.done) };
  }
}
