import { Injectable } from '@nestjs/common';
import type { FailReason } from '@engagex/domain/deliveries';
import { nextAttemptAt } from '@engagex/domain/deliveries';
import { retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { type HandOver, Mail, type OutgoingMessage } from '../../ports/mail.ts';
import { HoldBack } from '../pressure/index.ts';
import { type Claim, type ClaimedDelivery, Claims } from './claims.ts';
import { recordOutcomes, submitClaimed } from './deliveries.queries.ts';
import { InFlight } from './in-flight.ts';

const batchSize = 500;
/** Submitted, handed over and recorded together. Rows of one micro-batch share the fate of a crash. */
export const microBatchSize = 50;
/** How long messages wait when the transport cannot be reached. */
const unreachableDelayMs = 30_000;

/** Makes the message for one person; throws when the content cannot be rendered for them. */
export type Compose = (delivery: ClaimedDelivery) => OutgoingMessage;

export interface BatchResult {
  /** How many were claimed; 0 means nothing is due. */
  readonly claimed: number;
  /** Set when the transport refuses us altogether: the campaign must pause, nobody was burnt. */
  readonly refusal: string | null;
  /** The transport could not be reached: the rest waits, without using up attempts. */
  readonly isUnreachable: boolean;
}

interface Outcome {
  readonly id: string;
  readonly state: 'accepted' | 'deferred' | 'failed' | 'unknown' | 'pending';
  readonly reason: FailReason | null;
  readonly response: string;
  readonly counted: 0 | 1;
  readonly nextAttemptAt: Date | null;
}

interface Stop {
  refusal: string | null;
  isUnreachable: boolean;
}

/**
 * Sends one batch of a campaign's due deliveries. `submitting` is committed before a message is handed over and the
 * result after, so that whatever happens in between is seen: such a message is never sent again on its own.
 */
@Injectable()
export class SendBatch {
  constructor(
    private readonly db: TenantDb,
    private readonly claims: Claims,
    private readonly mail: Mail,
    private readonly clock: Clock,
    private readonly inFlight: InFlight,
    private readonly holdBack: HoldBack,
  ) {}

  async send(campaignId: string, compose: Compose): Promise<BatchResult> {
    const stop: Stop = { refusal: null, isUnreachable: false };
    const claimed = await this.claims.withClaim(campaignId, batchSize, async (claim) => {
      const running = new Set<Promise<void>>();
      for (const part of chunksOf(claim.deliveries, microBatchSize)) {
        const release = await this.inFlight.enter();
        if (stop.refusal !== null || stop.isUnreachable) {
          release();
          break;
        }
        const work = this.#sendPart(claim, part, compose, stop).finally(() => {
          running.delete(work);
          release();
        });
        running.add(work);
        work.catch(() => {}); // told below, once the others are done
      }
      await settled(running);
    });
    return { claimed, ...stop };
  }

  async #sendPart(claim: Claim, part: readonly ClaimedDelivery[], compose: Compose, stop: Stop): Promise<void> {
    const { messages, failures } = composeAll(part, compose);
    const submitted = await this.#submit(claim.id, messages);
    const handOvers = submitted.length > 0 ? await this.mail.sendAll(submitted) : [];
    const handed = submitted.map((message, index) =>
      this.#outcomeOf(message.deliveryId, handOvers[index], attemptsOf(part, message), stop),
    );
    await this.#record(claim.id, [...failures, ...handed]);
  }

  /** The gate: who may not be mailed now is held back, and only messages whose row could be moved to `submitting` are handed over. */
  async #submit(claimId: string, messages: readonly OutgoingMessage[]): Promise<OutgoingMessage[]> {
    if (messages.length === 0) return [];
    const ids = messages.map((message) => message.deliveryId);
    const rows = await retryingDeadlocks(() =>
      this.db.transaction(async () => {
        await this.holdBack.apply(claimId, ids);
        return this.db.rows<{ id: string }>(submitClaimed, [claimId, ids]);
      }),
    );
    const admitted = new Set(rows.map((row) => row.id));
    return messages.filter((message) => admitted.has(message.deliveryId));
  }

  #outcomeOf(id: string, handOver: HandOver | undefined, attempts: number, stop: Stop): Outcome {
    if (!handOver) throw new Error('A transport said nothing about a message.');
    const { kind, response } = handOver;
    const base = { id, response, reason: null, counted: 1, nextAttemptAt: null } as const;
    const now = this.clock.now();
    switch (kind) {
      case 'accepted':
      case 'unknown':
        return { ...base, state: kind };
      case 'rejected':
        return { ...base, state: 'failed', reason: 'rejected' };
      case 'deferred': {
        const next = nextAttemptAt(attempts + 1, now);
        return next
          ? { ...base, state: 'deferred', nextAttemptAt: next }
          : { ...base, state: 'failed', reason: 'retries-exhausted' };
      }
      case 'unreachable':
        stop.isUnreachable = true;
        return { ...base, state: 'deferred', counted: 0, nextAttemptAt: new Date(now.getTime() + unreachableDelayMs) };
      case 'refused':
        stop.refusal = response;
        return { ...base, state: 'pending', counted: 0 };
    }
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
    await retryingDeadlocks(() => this.db.transaction(() => this.db.rows(recordOutcomes, [claimId, ...columns])));
  }
}

function composeAll(part: readonly ClaimedDelivery[], compose: Compose) {
  const messages: OutgoingMessage[] = [];
  const failures: Outcome[] = [];
  for (const delivery of part) {
    try {
      messages.push(compose(delivery));
    } catch (error) {
      const response = error instanceof Error ? error.message : String(error);
      failures.push({ id: delivery.id, state: 'failed', reason: 'content', response, counted: 0, nextAttemptAt: null });
    }
  }
  return { messages, failures };
}

function attemptsOf(part: readonly ClaimedDelivery[], message: OutgoingMessage): number {
  return part.find((delivery) => delivery.id === message.deliveryId)?.attempts ?? 0;
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
