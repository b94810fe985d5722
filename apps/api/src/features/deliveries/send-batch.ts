import { setImmediate } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { receivers } from '@engagex/domain/transports';
import { retryingDeadlocks, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import type { HandOver, OutgoingMessage } from '../../ports/mail.ts';
import {
  type Allowance,
  type Carrier,
  Carriers,
  hasStopped,
  Pace,
  type Part,
  ReceiversService,
  verdictOf,
} from '../transports/index.ts';
import { type ClaimedDelivery, Claims, type Share, type Turn } from './claims.ts';
import { failLate, lockCampaign, recordOutcomes, returnSubmitting } from './deliveries.queries.ts';
import { Answered } from './answered.ts';
import { InFlight } from './in-flight.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export const batchSize = 1_000;
/** Claimed, handed over and recorded together. Rows of one micro-batch share the fate of a crash. */
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

/** One batch under way: what carries it and what it has heard so far. */
interface Batch {
  readonly campaignId: string;
  readonly claimId: string;
  readonly carrier: Carrier;
  readonly answered: Answered;
  readonly compose: Compose;
  readonly look: () => Promise<void>;
  /** Whoever may have been handed over and is not recorded yet. */
  readonly underWay: Set<string>;
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
  ) {}

  /** The process ends: what is being handed over is finished, the rest of each batch goes back at once. */
  onModuleDestroy(): void {
    this.#isEnding = true;
  }

  /** `look` is called whenever outcomes were recorded, for what they may mean for the rest. */
  async send(campaignId: string, compose: Compose, look: () => Promise<void>): Promise<BatchResult> {
    const result = await this.claims.inTurn(campaignId, (turn) => this.#sendInTurn(campaignId, turn, compose, look));
    return result ?? { claimed: 0, refusal: null, wait: null };
  }

  async #sendInTurn(campaignId: string, turn: Turn, compose: Compose, look: () => Promise<void>): Promise<BatchResult> {
    const choice = await this.carriers.choose();
    if (choice.kind === 'none') return { claimed: 0, refusal: choice.because, wait: null };
    if (choice.kind === 'wait')
      return { claimed: 0, refusal: null, wait: { until: choice.until, by: 'unreachable', turn: turn.turn } };
    const { carrier } = choice;
    const { claimId } = turn;
    const limit = carrier.isProbe ? 1 : batchSize;
    const allowance = await this.#allowanceOf(turn, carrier, limit);
    const answered = new Answered();
    const underWay = new Set<string>();
    const batch = { campaignId, claimId, carrier, compose, look, answered, underWay, isStopped: false };
    const claimed = await this.#sendAll(batch, limit, allowance.parts);
    await this.pace.settle(allowance, answered.handed);
    await this.receivers.heard(answered.byReceiver);
    const isTried = batch.isStopped || answered.byReceiver.size > 0;
    if (carrier.isProbe && !isTried) await this.carriers.returnProbe(carrier);
    return { claimed, refusal: null, wait: allowance.scarce && { ...allowance.scarce, turn: turn.turn } };
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

  /** Micro-batch after micro-batch until nobody is due or the limits are used up; resolves to how many were claimed. */
  async #sendAll(batch: Batch, limit: number, parts: readonly Part[]): Promise<number> {
    const shares = parts.map(({ receiver, most }) => ({ receiver, left: most }));
    const running: Promise<void>[] = [];
    let left = limit;
    try {
      while (left > 0) {
        const { claimed, sent } = await this.#sendNext(batch, Math.min(left, microBatchSize), shares);
        if (claimed === 0) break;
        left -= claimed;
        running.push(sent);
      }
    } finally {
      await settled(running);
    }
    return limit - left;
  }

  /** Waits for room, claims a micro-batch and begins to send it; `sent` settles when its outcomes are recorded. */
  async #sendNext(
    batch: Batch,
    limit: number,
    shares: readonly Share[],
  ): Promise<{ claimed: number; sent: Promise<void> }> {
    const release = await this.inFlight.enter();
    if (!this.#mayGoOn(batch)) {
      release();
      return { claimed: 0, sent: Promise.resolve() };
    }
    try {
      const { claimed, admitted } = await this.#submitOrReturn(batch, limit, shares);
      const sent = this.#send(admitted, batch).finally(release).then(batch.look);
      sent.catch(() => {}); // told by whoever waits for all of them
      return { claimed, sent };
    } catch (error) {
      release();
      throw error;
    }
  }

  #mayGoOn({ isStopped }: Batch): boolean {
    return !isStopped && !this.#isEnding;
  }

  /** A submission that failed may have been committed all the same: nothing was handed over, so all of it goes back. */
  async #submitOrReturn(batch: Batch, limit: number, shares: readonly Share[]) {
    const { campaignId, claimId, carrier, underWay } = batch;
    try {
      return await this.claims.submit(campaignId, { claimId, limit, shares, transportId: carrier.id });
    } catch (error) {
      await waitingForDatabase(recordPatienceMs, () =>
        this.db.transaction(() => this.db.rows(returnSubmitting, [campaignId, claimId, [...underWay]])),
      );
      throw error;
    }
  }

  async #send(part: readonly ClaimedDelivery[], batch: Batch): Promise<void> {
    for (const { id } of part) batch.underWay.add(id);
    const { messages, failures } = await composeAll(part, batch.compose);
    const isGoingOn = this.#mayGoOn(batch);
    const handOvers = isGoingOn && messages.length > 0 ? await batch.carrier.mail.sendAll(messages) : [];
    const outcomes = isGoingOn ? this.#outcomesOf(part, messages, handOvers, batch) : messages.map(returned);
    await this.#record(batch.claimId, [...failures, ...outcomes]);
    for (const { id } of part) batch.underWay.delete(id);
    await this.#learn(batch, handOvers);
  }

  #outcomesOf(
    part: readonly ClaimedDelivery[],
    messages: readonly OutgoingMessage[],
    handOvers: readonly HandOver[],
    { answered }: Batch,
  ): Outcome[] {
    const byId = new Map(part.map((delivery) => [delivery.id, delivery]));
    return messages.map(({ deliveryId }, index) => {
      const [delivery, handOver] = [byId.get(deliveryId), handOvers[index]];
      if (!delivery || !handOver) throw new Error('A transport said nothing about a message.');
      answered.note(delivery.receiver, handOver);
      return outcomeOf(delivery, handOver, this.clock.now());
    });
  }

  /** What the answers to one micro-batch say about its transport. */
  async #learn(batch: Batch, handOvers: readonly HandOver[]): Promise<void> {
    const verdict = verdictOf(handOvers);
    if (hasStopped(verdict)) batch.isStopped = true;
    await this.carriers.learn(batch.carrier, verdict);
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

/** Claimed and never handed over. */
function returned({ deliveryId }: OutgoingMessage): Outcome {
  return { id: deliveryId, state: 'pending', reason: null, response: null, counted: 0, nextAttemptAt: null };
}

/** A micro-batch whose messages are written. */
interface Composed {
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
      messages.push(composeWithPatience(delivery, compose));
    } catch (error) {
      const response = error instanceof Error ? error.message : String(error);
      failures.push({ id: delivery.id, state: 'failed', reason: 'content', response, counted: 0, nextAttemptAt: null });
    }
  }
  return { messages, failures };
}

/** Templates have a time limit, and a process that was frozen meanwhile used it up for nothing: so what fails is tried twice. */
function composeWithPatience(delivery: ClaimedDelivery, compose: Compose): OutgoingMessage {
  try {
    return compose(delivery);
  } catch {
    return compose(delivery);
  }
}

/** Waits for all, then throws the first error: rows of the failed part stay `submitting` until their lease runs out. */
async function settled(running: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(running);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
