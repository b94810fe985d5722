import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type MailboxProvider, mailboxProviders } from '@engagex/domain/transports';
import { currentScope, retryingDeadlocks, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import type { HandOver, OutgoingMessage, Watch } from '../../ports/mail.ts';
import {
  type Allowance,
  type SelectedTransport,
  TransportSelection,
  hasStopped,
  RateLimits,
  type Part,
  MailboxProvidersService,
  verdictOnTransport,
} from '../transports/index.ts';
import { Answered } from './answered.ts';
import { type Begun, type ClaimedDelivery, Claims, type Share, type Turn } from './claims.ts';
import { returnSubmitting } from './deliveries.queries.ts';
import { InFlight } from './in-flight.ts';
import { neverHandedOver, type Outcome, outcomeOf } from './outcome.ts';
import { OutcomeRecords, recordPatienceMs } from './record-outcomes.ts';
import { Slices } from './slices.ts';

export const batchSize = 1_000;
/** Claimed and handed over together. */
export const microBatchSize = 500;
/** Messages written before others of this process have a turn. */
const composedAtOnce = 25;

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

/** One batch under way: what carries it and the answers so far. */
interface Batch {
  readonly turn: Turn;
  readonly campaignId: string;
  readonly transport: SelectedTransport;
  readonly answered: Answered;
  readonly compose: Compose;
  readonly check: () => Promise<void>;
  /** Whoever may have been handed over and is not recorded yet. */
  readonly underWay: Set<string>;
  /** Those of them who are not answered, with their mailbox providers. */
  readonly unanswered: Map<string, MailboxProvider>;
  /** The transport refused us or could not be reached: the rest goes back and may take another one. */
  isStopped: boolean;
  /** Something of it was handed over. */
  hasWorked: boolean;
}

/** The answer to one message. */
interface Answer {
  readonly outcome: Outcome;
  /** Null for one that was not given to a transport. */
  readonly handOver: HandOver | null;
}

/** How long a message that tries whether a transport can be reached again is waited for. */
const probePatienceMs = 12_000;

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
    private readonly transports: TransportSelection,
    private readonly rateLimits: RateLimits,
    private readonly mailboxProviders: MailboxProvidersService,
    private readonly clock: Clock,
    private readonly inFlight: InFlight,
    private readonly records: OutcomeRecords,
  ) {}

  /** The process ends: what is being handed over is finished, the rest of each batch goes back at once. */
  onModuleDestroy(): void {
    this.#isEnding = true;
  }

  /**
   * Resolves when all is answered, or when only answers are left that may take long: those are recorded when they come.
   * `check` is called whenever outcomes were recorded, for what they may mean for the rest.
   */
  async send(campaignId: string, compose: Compose, check: () => Promise<void>): Promise<BatchResult> {
    const result = await this.claims.inTurn(campaignId, batchSize, (turn) =>
      this.#sendInTurn(campaignId, turn, compose, check),
    );
    return result ?? { claimed: 0, refusal: null, wait: null };
  }

  async #sendInTurn(
    campaignId: string,
    turn: Turn,
    compose: Compose,
    check: () => Promise<void>,
  ): Promise<Begun<BatchResult>> {
    const choice = await this.transports.choose();
    if (choice.kind === 'none') return { result: { claimed: 0, refusal: choice.because, wait: null }, rest: null };
    if (choice.kind === 'wait') {
      const wait = { until: choice.until, by: 'unreachable', turn: turn.turn };
      return { result: { claimed: 0, refusal: null, wait }, rest: null };
    }
    const { transport } = choice;
    const limit = transport.isProbe ? 1 : batchSize;
    const allowance = await this.#allowanceOf(turn, transport, limit);
    const batch: Batch = {
      turn,
      campaignId,
      transport,
      compose,
      check,
      answered: new Answered(),
      underWay: new Set(),
      unanswered: new Map(),
      isStopped: false,
      hasWorked: false,
    };
    const { claimed, rest } = await this.#sendAll(batch, limit, allowance.parts);
    await this.rateLimits.settle(allowance, batch.answered.handedWith(batch.unanswered.values()));
    await this.mailboxProviders.recordReplies(batch.answered.byMailboxProvider);
    if (transport.isProbe) await this.#endProbe(batch);
    else if (batch.hasWorked && !batch.isStopped) await this.transports.wasReached(transport);
    const wait = allowance.scarce && { ...allowance.scarce, turn: turn.turn };
    return { result: { claimed, refusal: null, wait }, rest };
  }

  async #endProbe({ transport, isStopped, answered, unanswered }: Batch): Promise<void> {
    if (unanswered.size > 0) await this.transports.wasUnreachable(transport, 'The server has stopped answering.');
    else if (!isStopped && answered.byMailboxProvider.size === 0) await this.transports.returnProbe(transport);
  }

  /** Takes what its limits allow now. */
  async #allowanceOf(turn: Turn, transport: SelectedTransport, wanted: number): Promise<Allowance> {
    return retryingDeadlocks(() =>
      this.db.transaction(async () => {
        const limits = await this.rateLimits.limitsOf(turn.domain, transport);
        return this.rateLimits.take(limits, turn.mailboxProviders ?? mailboxProviders, wanted);
      }),
    );
  }

  /**
   * Micro-batch after micro-batch until nobody is due or the limits are used up; resolves to how many were claimed, and to
   * what settles when all of it is recorded, when that may take long.
   */
  async #sendAll(
    batch: Batch,
    limit: number,
    parts: readonly Part[],
  ): Promise<{ claimed: number; rest: Promise<void> | null }> {
    const shares = parts.map(({ mailboxProvider, most }) => ({ mailboxProvider, left: most }));
    const running: MicroBatch[] = [];
    let left = limit;
    try {
      while (left > 0) {
        const next = await this.#sendNext(batch, Math.min(left, microBatchSize), shares);
        if (!next) break;
        left -= next.claimed;
        running.push(next);
      }
    } catch (error) {
      await settled(running).catch(() => {});
      throw error;
    }
    const isProbe = batch.transport.isProbe;
    await Promise.all(running.map((each) => (isProbe ? within(probePatienceMs, each.recorded) : each.quiet)));
    const rest = settled(running);
    if (batch.underWay.size > 0) return { claimed: limit - left, rest };
    await rest;
    return { claimed: limit - left, rest: null };
  }

  /** Waits for room, claims a micro-batch and begins to send it; null when nobody is due, or nothing may be handed over. */
  async #sendNext(batch: Batch, limit: number, shares: readonly Share[]): Promise<MicroBatch | null> {
    const release = once(await this.inFlight.enter());
    if (!this.#mayGoOn(batch)) {
      release();
      return null;
    }
    try {
      const { claimed, admitted } = await this.#submitOrReturn(batch, limit, shares);
      if (claimed === 0) {
        release();
        return null;
      }
      const slices = await this.#send(admitted, batch);
      void slices.allBegun.then(release);
      return { claimed, quiet: slices.quiet, recorded: slices.recorded };
    } catch (error) {
      release();
      throw error;
    }
  }

  #mayGoOn({ isStopped, turn }: Batch): boolean {
    return !isStopped && !this.#isEnding && turn.lease.isHeld();
  }

  /** A submission that failed may have been committed all the same: nothing was handed over, so all of it goes back. */
  async #submitOrReturn(batch: Batch, limit: number, shares: readonly Share[]) {
    const { campaignId, turn, transport, underWay } = batch;
    try {
      return await this.claims.submit({ turn, limit, shares, transportId: transport.id });
    } catch (error) {
      await waitingForDatabase(recordPatienceMs, () =>
        this.db.transaction(() => this.db.rows(returnSubmitting, [campaignId, turn.claimId, [...underWay]])),
      );
      throw error;
    }
  }

  /** Begins to send a micro-batch; what becomes of it is recorded as it is answered. */
  async #send(part: readonly ClaimedDelivery[], batch: Batch): Promise<Slices<Answer>> {
    const { turn, underWay, unanswered } = batch;
    for (const { id } of part) underWay.add(id);
    const { messages, failures } = await composeAll(part, batch.compose);
    const slices = new Slices<Answer>(part.length, (slice) => this.#record(slice, batch));
    for (const [index, outcome] of failures.entries())
      slices.answered(messages.length + index, { outcome, handOver: null });
    if (!this.#mayGoOn(batch)) {
      for (const [index, { deliveryId }] of messages.entries())
        slices.answered(index, { outcome: neverHandedOver(deliveryId), handOver: null });
      return slices;
    }
    const byId = new Map(part.map((delivery) => [delivery.id, delivery]));
    const deliveries = messages.map(({ deliveryId }) => byId.get(deliveryId));
    for (const delivery of deliveries) if (delivery) unanswered.set(delivery.id, delivery.mailboxProvider);
    const watch: Watch = {
      party: currentScope().organizationId,
      isWanted: () => this.#mayGoOn(batch),
      // Noted first: whoever takes the claim over while this process is frozen right here finds it noted.
      leave: (indexes) => {
        turn.journal.leaving(indexes.map((index) => deliveries[index]?.id ?? ''));
        return turn.lease.isHeld();
      },
      begun: (index) => slices.begun(index),
      answered: (index, handOver) => {
        const delivery = deliveries[index];
        if (!delivery) throw new Error('A transport spoke of a message that it was not given.');
        unanswered.delete(delivery.id);
        batch.answered.note(delivery.mailboxProvider, handOver);
        turn.journal.recordReply(delivery.id, handOver);
        slices.answered(index, { outcome: outcomeOf(delivery, handOver, this.clock.now()), handOver });
      },
    };
    batch.transport.mail.sendAll(messages, watch).catch((error: unknown) => {
      // It does not throw for what a server does; whatever this is, nobody knows what has left.
      for (const [index, { deliveryId }] of messages.entries())
        if (unanswered.has(deliveryId)) watch.answered(index, { kind: 'unknown', response: String(error) });
    });
    return slices;
  }

  /** Records answers, and what they say about the transport. */
  async #record(slice: readonly Answer[], batch: Batch): Promise<void> {
    await this.records.record(
      batch.turn.claimId,
      slice.map(({ outcome }) => outcome),
    );
    for (const { outcome } of slice) batch.underWay.delete(outcome.id);
    const verdict = verdictOnTransport(slice.flatMap(({ handOver }) => handOver ?? []));
    if (hasStopped(verdict)) batch.isStopped = true;
    if (verdict?.kind === 'worked') batch.hasWorked = true;
    await this.transports.record(batch.transport, verdict);
    await batch.check();
  }
}

/** A micro-batch that is being sent. */
interface MicroBatch {
  readonly claimed: number;
  readonly quiet: Promise<void>;
  readonly recorded: Promise<void>;
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

/** Waits for all, then throws the first error: what could not be recorded is left to the journal. */
async function settled(running: readonly MicroBatch[]): Promise<void> {
  const results = await Promise.allSettled(running.map(({ recorded }) => recorded));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

/** Resolves when the work has ended, however that went, or after so long. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const late = delay(ms, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([work.catch(() => {}), late]);
  stop.abort();
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
