import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Receiver } from '@engagex/domain/transports';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { Live } from '../../platform/live/live.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import type { HandOver, WholeMessage } from '../../ports/mail.ts';
import { type Outcome, outcomeOf } from '../deliveries/index.ts';
import { type Allowance, type Carrier, Carriers, hasStopped, Pace, verdictOf } from '../transports/index.ts';
import { MessageFiles } from './message-files.ts';
import { MessageWakeUps } from './messages.jobs.ts';
import {
  claimMessages,
  holdDue,
  holdMessages,
  recordMessages,
  recoverMessages,
  releaseMessages,
  renewMessages,
  skipMessages,
  submitMessages,
} from './messages.queries.ts';

/** Handed over together. They share the fate of a crash. */
export const messagesAtOnce = 10;
/** Nothing carries mail until somebody mends a transport, which also lets messages look again. */
const withoutTransportMs = 30_000;
/** A limit may be lifted just while somebody finds out that it is reached, so they are looked at every minute. */
const longestHoldMs = 60_000;
/** One message came back unsent while others went out: it is not tried again at once. */
const cameBackMs = 5_000;

interface ClaimedMessage {
  readonly id: string;
  readonly email: string;
  readonly toName: string;
  readonly receiver: Receiver;
  readonly senderName: string;
  readonly senderEmail: string;
  readonly replyToName: string | null;
  readonly replyToEmail: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempts: number;
  readonly hasFiles: boolean;
}

/** Messages that share every limit. */
interface Group {
  readonly domain: string;
  readonly receiver: Receiver;
  readonly ids: string[];
}

interface Admitted {
  readonly ids: ReadonlySet<string>;
  readonly allowances: readonly { readonly group: Group; readonly allowance: Allowance }[];
}

/**
 * Sends a few messages of the organization that are due. As with deliveries, `submitting` is committed before a message
 * is handed over and the result after; what is interrupted in between is unknown and never sent again on its own.
 */
@Injectable()
export class SendMessages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly carriers: Carriers,
    private readonly pace: Pace,
    private readonly files: MessageFiles,
    private readonly wakeUps: MessageWakeUps,
    private readonly live: Live,
  ) {}

  /** Resolves to whether more may be due. */
  async run(): Promise<boolean> {
    if (await this.db.transaction(() => this.db.affected(recoverMessages))) this.live.publish('messages');
    const choice = await this.carriers.choose('messages');
    if (choice.kind === 'wait') return this.#holdAll(choice.until, 'unreachable');
    if (choice.kind === 'none')
      return this.#holdAll(new Date(this.clock.now().getTime() + withoutTransportMs), choice.because);
    const limit = choice.carrier.isProbe ? 1 : messagesAtOnce;
    const claimed = await this.#sendSome(choice.carrier, limit);
    return claimed === limit;
  }

  /** What is due waits a minute, and says why; then it is tried again. */
  async hold(words: string): Promise<void> {
    await this.#holdAll(new Date(this.clock.now().getTime() + longestHoldMs), words);
  }

  async #sendSome(carrier: Carrier, limit: number): Promise<number> {
    const claimId = randomUUID();
    const lease = this.config.DELIVERY_LEASE_SECONDS;
    const messages = await this.db.transaction(() =>
      this.db.rows<ClaimedMessage>(claimMessages, [claimId, lease, limit, this.clock.now()]),
    );
    let handed = 0;
    if (messages.length > 0) {
      const renewal = setInterval(() => void this.#renew(claimId), (lease * 1000) / 3);
      try {
        for (const part of partsOf(messages)) {
          const sent = await this.#sendTogether(claimId, part, carrier);
          handed += sent.handed;
          if (sent.isStopped) break; // the rest goes back and may take another transport
        }
      } finally {
        clearInterval(renewal);
        await this.db.transaction(() => this.db.rows(releaseMessages, [claimId]));
        this.live.publish('messages');
      }
    }
    if (carrier.isProbe && handed === 0) await this.carriers.returnProbe(carrier);
    return messages.length;
  }

  /** Resolves to how many were given to the transport, and whether it takes no more. */
  async #sendTogether(claimId: string, messages: readonly ClaimedMessage[], carrier: Carrier) {
    const { composed, failures } = await this.#composeAll(messages);
    const admitted = await retryingDeadlocks(() =>
      this.db.transaction(() => this.#admit(claimId, composed, messages, carrier)),
    );
    const outgoing = composed.filter(({ deliveryId }) => admitted.ids.has(deliveryId));
    const handOvers = outgoing.length > 0 ? await carrier.mail.sendAll(outgoing) : [];
    const verdict = verdictOf(handOvers);
    const now = this.clock.now();
    const byId = new Map(messages.map((message) => [message.id, message]));
    const outcomes = outgoing.map(({ deliveryId }, index) => {
      const [message, handOver] = [byId.get(deliveryId), handOvers[index]];
      if (!message || !handOver) throw new Error('A transport said nothing about a message.');
      const outcome = outcomeOf(message, handOver, now);
      if (outcome.state !== 'pending' || hasStopped(verdict)) return outcome;
      return { ...outcome, nextAttemptAt: new Date(now.getTime() + cameBackMs) };
    });
    await this.#record(claimId, [...failures, ...outcomes]);
    await this.carriers.learn(carrier, verdict);
    await this.#settle(admitted, outgoing, handOvers);
    if (hasStopped(verdict)) await this.wakeUps.wake(); // the next transport, or saying what they wait for
    return { handed: outgoing.length, isStopped: hasStopped(verdict) };
  }

  /** The gate, in one transaction: who must get nothing, what the limits allow, and what is handed over now. */
  async #admit(
    claimId: string,
    composed: readonly WholeMessage[],
    messages: readonly ClaimedMessage[],
    carrier: Carrier,
  ): Promise<Admitted> {
    const skipped = new Set((await this.db.rows<{ id: string }>(skipMessages, [claimId])).map(({ id }) => id));
    const isComposed = new Set(composed.map(({ deliveryId }) => deliveryId));
    const open = messages.filter(({ id }) => isComposed.has(id) && !skipped.has(id));
    const allowed: string[] = [];
    const allowances: { group: Group; allowance: Allowance }[] = [];
    for (const group of groupsOf(open)) {
      const limits = await this.pace.limitsOf(group.domain, carrier);
      const allowance = await this.pace.take(limits, [group.receiver], group.ids.length, 'messages');
      const granted = allowance.parts.reduce((sum, { most }) => sum + most, 0);
      allowances.push({ group, allowance });
      allowed.push(...group.ids.slice(0, granted));
      const waiting = group.ids.slice(granted);
      const { scarce } = allowance;
      if (waiting.length === 0 || !scarce) continue;
      const until = new Date(Math.min(scarce.until.getTime(), this.clock.now().getTime() + longestHoldMs));
      await this.db.rows(holdMessages, [claimId, waiting, until, scarce.by]);
      afterCommit(() => this.wakeUps.wakeAt(until));
    }
    const submitted = await this.db.rows<{ id: string }>(submitMessages, [claimId, allowed, carrier.id]);
    return { ids: new Set(submitted.map(({ id }) => id)), allowances };
  }

  async #composeAll(messages: readonly ClaimedMessage[]) {
    const composed: WholeMessage[] = [];
    const failures: Outcome[] = [];
    for (const message of messages) {
      try {
        composed.push(await this.#compose(message));
      } catch (err) {
        this.log.error({ err, message: message.id }, 'a message could not be put together');
        const response = 'A file of this message could not be read.';
        failures.push({
          id: message.id,
          state: 'failed',
          reason: 'content',
          response,
          counted: 0,
          nextAttemptAt: null,
        });
      }
    }
    return { composed, failures };
  }

  async #compose(message: ClaimedMessage): Promise<WholeMessage> {
    const { id, email, toName, senderName, senderEmail, replyToName, replyToEmail, subject, html, text, headers } =
      message;
    return {
      deliveryId: id,
      from: { name: senderName, address: senderEmail },
      to: { name: toName, address: email },
      ...(replyToEmail && { replyTo: { name: replyToName ?? '', address: replyToEmail } }),
      ...(message.hasFiles && { attachments: await this.files.read(id) }),
      messageId: `<${id}@${domainOf(senderEmail)}>`,
      subject,
      html,
      text,
      headers,
    };
  }

  async #record(claimId: string, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    await this.db.transaction(() =>
      this.db.rows(recordMessages, [
        claimId,
        outcomes.map(({ id }) => id),
        outcomes.map(({ state }) => state),
        outcomes.map(({ reason }) => reason),
        outcomes.map(({ response }) => response),
        outcomes.map(({ counted }) => counted),
        outcomes.map(({ nextAttemptAt }) => nextAttemptAt),
      ]),
    );
  }

  /** Tokens taken for what was not handed over go back. */
  async #settle({ allowances }: Admitted, outgoing: readonly WholeMessage[], handOvers: readonly HandOver[]) {
    const handed = new Set(
      outgoing.flatMap(({ deliveryId }, index) => {
        const kind = handOvers[index]?.kind;
        return kind === 'unreachable' || kind === 'refused' ? [] : [deliveryId];
      }),
    );
    for (const { group, allowance } of allowances) {
      const count = group.ids.filter((id) => handed.has(id)).length;
      await this.pace.settle(allowance, new Map([[group.receiver, count]]));
    }
  }

  async #holdAll(until: Date, by: string): Promise<false> {
    const held = await this.db.transaction(() => this.db.affected(holdDue, [this.clock.now(), until, by]));
    if (held > 0) {
      this.live.publish('messages');
      await this.wakeUps.wakeAt(until);
    }
    return false;
  }

  /** A renewal that fails is tried again on the next tick; if none succeeds, the messages are recovered like a dead worker's. */
  async #renew(claimId: string): Promise<void> {
    try {
      await this.db.transaction(() => this.db.rows(renewMessages, [claimId, this.config.DELIVERY_LEASE_SECONDS]));
    } catch (err) {
      this.log.warn({ err, claim: claimId }, 'could not renew the hold on messages');
    }
  }
}

/** Those with files one by one: they may hold megabytes each. */
function partsOf(messages: readonly ClaimedMessage[]): (readonly ClaimedMessage[])[] {
  const plain = messages.filter(({ hasFiles }) => !hasFiles);
  const withFiles = messages.filter(({ hasFiles }) => hasFiles).map((message) => [message]);
  return plain.length > 0 ? [plain, ...withFiles] : withFiles;
}

function groupsOf(messages: readonly ClaimedMessage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { id, senderEmail, receiver } of messages) {
    const domain = domainOf(senderEmail).toLowerCase();
    const key = `${domain} ${receiver}`;
    const group = groups.get(key) ?? { domain, receiver, ids: [] };
    groups.set(key, group);
    group.ids.push(id);
  }
  return [...groups.values()];
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
