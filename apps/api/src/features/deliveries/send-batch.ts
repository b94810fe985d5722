import { setImmediate } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Receiver, receivers } from '@engagex/domain/transports';
import { retryingDeadlocks, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import type { HandOver, OutgoingMessage } from '../../ports/mail.ts';
import { HoldBack } from '../pressure/index.ts';
import {
  type Allowance,
  type Carrier,
  Carriers,
  hasStopped,
  Pace,
  ReceiversService,
  verdictOf,
} from '../transports/index.ts';
import { type Claim, type ClaimedDelivery, Claims } from './claims.ts';
import { failLate, lockCampaign, recordOutcomes, submitClaimed, takeTurn } from './deliveries.queries.ts';
import { Answered } from './answered.ts';
import { InFlight } from './in-flight.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export const batchSize = 500;
/** Submitted, handed over and recorded together. Rows of one micro-batch share the fate of a crash. */
export const microBatchSize = 250;
/** Messages written before others of this process have a turn. */
const composedAtOnce = 25;

/** How long what became of messages is kept for a database that is away; then they are unknown. */
const recordPatienceMs = 60_000;

/** Makes the message for one person; throws when the content cannot be rendered for them. */
export type Compose = (delivery: ClaimedDelivery) => OutgoingMessage;

export interface BatchResult {
  /** How many were claimed; 0 means that nothing is due or that nothing may be handed over now. */
  readonly claimed: number;
  /** Set when no transport is left that would take anything: the campaign must pause, nobody was burnt. */
  readonly refusal: string | null;
  /** What keeps the rest waiting, and until when; nobody's attempts are used up. */
  readonly wait: Wait | null;
}

export interface Wait {
  readonly until: Date;
  /** The key of a limit, or `unreachable`. */
  readonly by: string;
  /** The turn in which that was found out; it says nothing any more once another one has begun. */
  readonly turn: string;
}

/** A campaign's turn, and what limits depend on. */
interface Turn {
  readonly turn: string;
  readonly domain: string;
  readonly receivers: readonly Receiver[] | null;
}

/** One batch under way: what carries it and what it has heard so far. */
interface Batch {
  readonly carrier: Carrier;
  readonly answered: Answered;
  readonly compose: Compose;
  /** The transport refused us or could not be reached: the rest goes back and may take another one. */
  isStopped: boolean;
}

/**
 * Sends one batch of a campaign's due deliveries through one transport. `submitting` is committed before a message is
 * handed over and the result after, so that whatever happens in between is seen: such a message is never sent again on
 * its own.
 */
@Injectable()
export class SendBatch implements OnModuleDestroy {
  #isEnding = false;

  constructor(
    private readonly db: TenantDb,
    private readonly claims: Claims,
    private readonly carriers: Carriers,
    private readonly pace: Pace,
    private readonly receivers: ReceiversService,
    private readonly clock: Clock,
    private readonly inFlight: InFlight,
    private readonly holdBack: HoldBack,
  ) {}

  /** The process ends: what is being handed over is finished, the rest of each batch goes back at once. */
  onModuleDestroy(): void {
    this.#isEnding = true;
  }

  async send(campaignId: string, compose: Compose): Promise<BatchResult> {
    const turn = await this.#begin(campaignId);
    if (!turn) return { claimed: 0, refusal: null, wait: null };
    const choice = await this.carriers.choose();
    if (choice.kind === 'none') return { claimed: 0, refusal: choice.because, wait: null };
    if (choice.kind === 'wait')
      return { claimed: 0, refusal: null, wait: { until: choice.until, by: 'unreachable', turn: turn.turn } };
    const { carrier } = choice;
    const limit = carrier.isProbe ? 1 : batchSize;
    const allowance = await this.#allowanceOf(turn, carrier, limit);
    const batch: Batch = { carrier, compose, answered: new Answered(), isStopped: false };
    const { parts } = allowance;
    const claimed = await this.claims.withClaim(campaignId, { limit, parts }, (claim) => this.#sendAll(claim, batch));
    await this.pace.settle(allowance, batch.answered.handed);
    await this.receivers.heard(batch.answered.byReceiver);
    const isTried = batch.isStopped || batch.answered.byReceiver.size > 0;
    if (carrier.isProbe && !isTried) await this.carriers.returnProbe(carrier);
    return { claimed, refusal: null, wait: allowance.scarce && { ...allowance.scarce, turn: turn.turn } };
  }

  /** Takes the campaign's turn; null when it is not sending. */
  async #begin(campaignId: string): Promise<Turn | null> {
    const [turn] = await this.db.transaction(() => this.db.rowsByKey<Turn>(takeTurn, [campaignId]));
    return turn ?? null;
  }

  /** Takes what its limits allow now. */
  async #allowanceOf(turn: Turn, carrier: Carrier, wanted: number): Promise<Allowance> {
    return retryingDeadlocks(() =>
      this.db.transaction(async () => {
        const limits = await this.pace.limitsOf(turn.domain, carrier);
        return this.pace.take(limits, turn.receivers ?? receivers, wanted);
      }),
    );
  }

  async #sendAll(claim: Claim, batch: Batch): Promise<void> {
    const running = new Set<Promise<void>>();
    for (const part of chunksOf(claim.deliveries, microBatchSize)) {
      // Before there is room, so that the next messages are ready when the last ones are out.
      const composed = await composeAll(part, batch.compose);
      const release = await this.inFlight.enter();
      if (batch.isStopped || this.#isEnding) {
        release();
        break;
      }
      const work = this.#sendPart(claim, composed, batch).finally(() => {
        running.delete(work);
        release();
      });
      running.add(work);
      work.catch(() => {}); // told below, once the others are done
    }
    await settled(running);
  }

  async #sendPart(claim: Claim, { part, messages, failures }: Composed, batch: Batch): Promise<void> {
    const submitted = await this.#submitOrReturn(claim.id, messages, batch.carrier);
    const byId = new Map(part.map((delivery) => [delivery.id, delivery]));
    const handOvers = submitted.length > 0 ? await batch.carrier.mail.sendAll(submitted) : [];
    const outcomes = submitted.map(({ deliveryId }, index) => {
      const [delivery, handOver] = [byId.get(deliveryId), handOvers[index]];
      if (!delivery || !handOver) throw new Error('A transport said nothing about a message.');
      batch.answered.note(delivery.receiver, handOver);
      return outcomeOf(delivery, handOver, this.clock.now());
    });
    await this.#record(claim.id, [...failures, ...outcomes]);
    await this.#learn(batch, handOvers);
  }

  /** What the answers to one micro-batch say about its transport. */
  async #learn(batch: Batch, handOvers: readonly HandOver[]): Promise<void> {
    const verdict = verdictOf(handOvers);
    if (hasStopped(verdict)) batch.isStopped = true;
    await this.carriers.learn(batch.carrier, verdict);
  }

  /** A submission that failed may have been committed all the same: nothing was handed over, so all of it goes back. */
  async #submitOrReturn(claimId: string, messages: readonly OutgoingMessage[], carrier: Carrier) {
    try {
      return await this.#submit(claimId, messages, carrier);
    } catch (error) {
      await this.#record(claimId, messages.map(returned));
      throw error;
    }
  }

  /** The gate: who may not be mailed now is held back, and only messages whose row could be moved to `submitting` are handed over. */
  async #submit(claimId: string, messages: readonly OutgoingMessage[], { id }: Carrier): Promise<OutgoingMessage[]> {
    if (messages.length === 0) return [];
    const ids = messages.map((message) => message.deliveryId);
    const rows = await retryingDeadlocks(() =>
      this.db.transaction(async () => {
        await this.holdBack.apply(claimId, ids);
        return this.db.rowsByKey<{ id: string }>(submitClaimed, [claimId, ids, id]);
      }),
    );
    const admitted = new Set(rows.map((row) => row.id));
    return messages.filter((message) => admitted.has(message.deliveryId));
  }

  async #record(claimId: string, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const column = <K extends keyof Outcome>(name: K) => outcomes.map((outcome) => outcome[name]);
    const columns = [
      column('id'),
      column('state'),
      column('reason'),
      column('response'),
      column('counted'),
      column('nextAttemptAt'),
    ];
    await waitingForDatabase(recordPatienceMs, () =>
      retryingDeadlocks(() => this.db.transaction(() => this.#write(claimId, columns))),
    );
  }

  /** What became unknown while this worker was slow may be open again: a campaign that ended meanwhile has no second try for it. */
  async #write(claimId: string, columns: readonly unknown[]): Promise<void> {
    const late = await this.db.rowsByKey<{ id: string; campaignId: string }>(recordOutcomes, [claimId, ...columns]);
    const [first] = late;
    if (!first) return;
    await this.db.rows(lockCampaign, [first.campaignId]);
    await this.db.rows(failLate, [first.campaignId, late.map(({ id }) => id)]);
  }
}

function returned({ deliveryId }: OutgoingMessage): Outcome {
  const response = 'The database went away before this message was handed over.';
  return { id: deliveryId, state: 'pending', reason: null, response, counted: 0, nextAttemptAt: null };
}

/** A micro-batch whose messages are written. */
interface Composed {
  readonly part: readonly ClaimedDelivery[];
  readonly messages: readonly OutgoingMessage[];
  readonly failures: readonly Outcome[];
}

/**
 * A few at a time: meanwhile a transaction may be waiting to be told to commit, with rows locked that others wait for,
 * and a mail server to be answered.
 */
async function composeAll(part: readonly ClaimedDelivery[], compose: Compose): Promise<Composed> {
  const messages: OutgoingMessage[] = [];
  const failures: Outcome[] = [];
  for (const [index, delivery] of part.entries()) {
    if (index % composedAtOnce === composedAtOnce - 1) await setImmediate();
    try {
      messages.push(compose(delivery));
    } catch (error) {
      const response = error instanceof Error ? error.message : String(error);
      failures.push({ id: delivery.id, state: 'failed', reason: 'content', response, counted: 0, nextAttemptAt: null });
    }
  }
  return { part, messages, failures };
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Waits for all, then throws the first error: rows of the failed part stay `submitting` until their lease runs out. */
async function settled(running: ReadonlySet<Promise<void>>): Promise<void> {
  const results = await Promise.allSettled(running);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
