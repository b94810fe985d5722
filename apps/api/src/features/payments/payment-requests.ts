import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { conflict, DomainError } from '@engagex/domain/shared';
import { asSystem, TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { PaymentRefused, PaymentsUnavailable } from '../../ports/payments.ts';
import { CarryOut } from './carry-out.ts';
import { type Intent, intent, type IntentResult } from './intents.ts';
import {
  addCustomer,
  addRequest,
  askForState,
  holdCustomer,
  nameCustomer,
  openRequest,
  postponeRequest,
  settleRequest,
  takeRequest,
} from './payments.queries.ts';

/** How long a process has to ask before another takes it for dead. */
const leaseMs = 90_000;
/** Stripe forgets a key after a day. What failed for this long is given up well before. */
const patienceMs = 3_600_000;
const longestPauseMs = 60_000;

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly parameters: unknown;
  readonly attempts: number;
  readonly claimedUntil: Date;
  readonly createdAt: Date;
}

/**
 * What is asked of Stripe, one at a time for each organization: written down, asked, and settled. A process that dies in between leaves it open; whoever
 * finds it asks with the same key.
 */
@Injectable()
export class PaymentRequests {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly deeds: CarryOut,
  ) {}

  /**
   * Throws what Stripe refuses, in its words, and `payments.unavailable` when it does not answer: then it is asked again until it does. `note` runs
   * in the transaction that writes it down.
   */
  async make(wanted: Intent, note: () => void = () => {}): Promise<IntentResult> {
    await asSystem('payments', () => this.resume());
    const id = randomUUID();
    await this.db.transaction(async () => {
      await this.db.rows(addCustomer);
      await this.db.row(holdCustomer);
      const until = new Date(this.clock.now().getTime() + leaseMs);
      if (!(await this.db.row(addRequest, [id, wanted.kind, JSON.stringify(wanted.parameters), until]))) throw busy();
      note();
    });
    return this.#ask(wanted, { id, attempts: 0, createdAt: this.clock.now() });
  }

  /** Asks what a process that died left open. Throws as `make`; nothing when there is none, or somebody is at it. */
  async resume(): Promise<void> {
    const now = this.clock.now();
    const row = await this.db.transaction(async () => {
      const open = await this.db.row<Row>(openRequest);
      if (!open || open.claimedUntil > now) return null;
      return (await this.db.row(takeRequest, [open.id, now, new Date(now.getTime() + leaseMs)])) ? open : null;
    });
    if (!row) return;
    // Whoever asked has gone, and nobody else knows the address that this would answer.
    if (row.kind === 'start_checkout') return this.#settle(row.id, 'refused', {}, 'Nobody waits for it.');
    const wanted = intent.parse({ kind: row.kind, parameters: row.parameters });
    await this.#ask(wanted, row).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error; // refusals are noted, and asked again is what was not answered
    });
  }

  async #ask(
    wanted: Intent,
    { id, attempts, createdAt }: Pick<Row, 'id' | 'attempts' | 'createdAt'>,
  ): Promise<IntentResult> {
    try {
      const result = await this.deeds.carryOut(wanted, id);
      await this.#settle(id, 'done', result, null);
      return result;
    } catch (error) {
      if (error instanceof PaymentRefused) {
        await this.#settle(id, 'refused', {}, error.message);
        // Nobody asked for what the state asked for: an operator has to see to it, such as to a refund.
        const level = wanted.kind === 'end_duplicate' || wanted.kind === 'end_everything' ? 'error' : 'warn';
        this.log[level]({ err: error, kind: wanted.kind }, 'Stripe refused a request');
        throw refused(error);
      }
      if (!(error instanceof PaymentsUnavailable)) throw error;
      this.log.warn({ err: error, kind: wanted.kind }, 'Stripe did not answer a request');
      await this.#postpone(wanted, { id, attempts, createdAt }, error.message);
      throw unavailable(error);
    }
  }

  /** Also asks for the state: whatever became of it, that says so. */
  async #settle(id: string, state: 'done' | 'refused', result: IntentResult, problem: string | null): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.row(holdCustomer);
      const settled = await this.db.row(settleRequest, [id, state, JSON.stringify(result), problem, this.clock.now()]);
      if (!settled) return; // somebody else did, with the same answer
      if (result.customerId) await this.db.rows(nameCustomer, [result.customerId]);
      await this.db.rows(askForState);
    });
  }

  async #postpone(
    wanted: Intent,
    { id, attempts, createdAt }: Pick<Row, 'id' | 'attempts' | 'createdAt'>,
    problem: string,
  ): Promise<void> {
    const now = this.clock.now();
    const isTooLate = now.getTime() - createdAt.getTime() > patienceMs;
    if (wanted.kind === 'start_checkout' || (isTooLate && wanted.kind !== 'end_everything')) {
      await this.#settle(id, 'refused', {}, problem);
      return;
    }
    const pauseMs = Math.min(longestPauseMs, 2_000 * 2 ** attempts);
    await this.db.transaction(() => this.db.rows(postponeRequest, [id, new Date(now.getTime() + pauseMs), problem]));
  }
}

function busy(): DomainError {
  return conflict('payments.busy', 'Another change is being made at Stripe. Try again in a moment.');
}

function refused(cause: PaymentRefused): DomainError {
  if (cause.isDeclined)
    return new DomainError(
      'conflict',
      'payments.declined',
      `The payment was declined, and nothing was changed. Update the payment method and try again. The bank said: ${cause.message}`,
      { cause },
    );
  return new DomainError('conflict', 'payments.refused', `Stripe refused this: ${cause.message}`, { cause });
}

export function unavailable(cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'payments.unavailable',
    'Stripe did not answer. Try again in a minute; if the change was made after all, this page will show it.',
    { cause, retryAfterSeconds: 60 },
  );
}
