import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { MailboxProvider } from '@engagex/domain/transports';
import { domainOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, retryingDeadlocks, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { Live } from '../../platform/live/live.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Unfinished } from '../../platform/unfinished.ts';
import { Clock } from '../../ports/clock.ts';
import type { HandOver, Watch, WholeMessage } from '../../ports/mail.ts';
import { type Journal, Journals, Lease, type Outcome, outcomeOf, Slices, thisMoment } from '../deliveries/index.ts';
import {
  type Allowance,
  type SelectedTransport,
  TransportSelection,
  hasStopped,
  RateLimits,
  verdictOnTransport,
} from '../transports/index.ts';
import { MessageClaims } from './message-claims.ts';
import { MessageFiles } from './message-files.ts';
import { MessageWakeUps } from './messages.jobs.ts';
import {
  claimMessages,
  holdDue,
  holdMessages,
  releaseMessages,
  renewMessages,
  skipMessages,
  submitMessages,
} from './messages.queries.ts';

/** Claimed and handed over together. */
export const messagesAtOnce = 10;
/** Nothing carries mail until somebody mends a transport, which also lets messages look again. */
const withoutTransportMs = 30_000;
/** A limit may be lifted just while somebody finds out that it is reached, so they are looked at every minute. */
const longestHoldMs = 60_000;
/** One message came back unsent while others went out: it is not tried again at once. */
const cameBackMs = 5_000;
/** How long a message that tries whether a transport can be reached again is waited for. */
const probePatienceMs = 12_000;
/** How long what became of messages waits for a database that is away; then it is left to the journal. */
const recordPatienceMs = 60_000;

interface ClaimedMessage {
  readonly id: string;
  readonly email: string;
  readonly toName: string;
  readonly mailboxProvider: MailboxProvider;
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
  readonly mailboxProvider: MailboxProvider;
  readonly ids: string[];
}

/** Messages this worker holds. */
interface Claim {
  readonly id: string;
  readonly lease: Lease;
  readonly journal: Journal;
  readonly transport: SelectedTransport;
  /** Given to the transport and not answered. */
  readonly unanswered: Set<string>;
  /** The transport takes no more. */
  isStopped: boolean;
}

interface Answer {
  readonly outcome: Outcome;
  readonly handOver: HandOver;
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
    private readonly transports: TransportSelection,
    private readonly rateLimits: RateLimits,
    private readonly files: MessageFiles,
    private readonly wakeUps: MessageWakeUps,
    private readonly live: Live,
    private readonly claims: MessageClaims,
    private readonly journals: Journals,
    private readonly unfinished: Unfinished,
  ) {}

  /** Resolves to whether more may be due. Answers that may take long are recorded when they come. */
  async run(): Promise<boolean> {
    if (await this.claims.recover()) this.live.publish('messages');
    const choice = await this.transports.choose('messages');
    if (choice.kind === 'wait') return this.#holdAll(choice.until, 'unreachable');
    if (choice.kind === 'none')
      return this.#holdAll(new Date(this.clock.now().getTime() + withoutTransportMs), choice.because);
    const limit = choice.transport.isProbe ? 1 : messagesAtOnce;
    const claimed = await this.#sendSome(choice.transport, limit);
    return claimed === limit;
  }

  /** What is due waits a minute, and says why; then it is tried again. */
  async hold(words: string): Promise<void> {
    await this.#holdAll(new Date(this.clock.now().getTime() + longestHoldMs), words);
  }

  async #sendSome(transport: SelectedTransport, limit: number): Promise<number> {
    const id = randomUUID();
    const seconds = this.config.DELIVERY_LEASE_SECONDS;
    const lease = new Lease(seconds, thisMoment());
    // Before the claim, which whoever comes after a killed process finds by it.
    const journal = this.journals.open({ kind: 'messages', claimId: id, campaignId: null }, limit);
    const messages = await this.#claim(id, limit, seconds).catch((error: unknown) => {
      journal.abandon(); // it may have been committed all the same
      throw error;
    });
    if (messages.length === 0) {
      journal.remove();
      if (transport.isProbe) await this.transports.returnProbe(transport);
      return 0;
    }
    const claim: Claim = { id, lease, journal, transport, unanswered: new Set(), isStopped: false };
    const renewal = setInterval(() => void this.#renew(claim), (seconds * 1000) / 3);
    const end = async (work: Promise<unknown>) => {
      try {
        await work;
        journal.remove();
      } finally {
        clearInterval(renewal);
        journal.abandon();
        this.live.publish('messages');
      }
    };
    const { handed, recorded, problem } = await this.#sendParts(claim, messages);
    const isAnswered = claim.unanswered.size === 0;
    const ending = end(Promise.all([recorded, problem]));
    if (isAnswered) await ending;
    else this.unfinished.add(ending.catch((err: unknown) => this.log.error({ err, claim: id }, 'a claim did not end')));
    if (transport.isProbe && !isAnswered)
      await this.transports.wasUnreachable(transport, 'The server has stopped answering.');
    else if (transport.isProbe && handed === 0) await this.transports.returnProbe(transport);
    return messages.length;
  }

  #claim(id: string, limit: number, seconds: number): Promise<readonly ClaimedMessage[]> {
    return this.db.transactionByKey(() =>
      this.db.rows<ClaimedMessage>(claimMessages, [id, seconds, limit, this.clock.now()]),
    );
  }

  /** Part after part, each as far as answers come soon; what was not submitted goes back. */
  async #sendParts(claim: Claim, messages: readonly ClaimedMessage[]) {
    const recorded: Promise<void>[] = [];
    let handed = 0;
    const sendAndRelease = async () => {
      try {
        for (const part of partsOf(messages)) {
          const sent = await this.#sendTogether(claim, part);
          handed += sent.handed;
          recorded.push(sent.recorded);
          await (claim.transport.isProbe ? Promise.race([sent.recorded, delay(probePatienceMs)]) : sent.quiet);
          if (claim.isStopped) return; // the rest goes back and may take another transport
        }
      } finally {
        await this.db.transaction(() => this.db.rows(releaseMessages, [claim.id]));
      }
    };
    const problem = sendAndRelease();
    await problem.catch(() => {});
    return { handed, problem, recorded: allOf(recorded) };
  }

  /** Begins to hand messages over; resolves to how many were given to the transport. */
  async #sendTogether(claim: Claim, messages: readonly ClaimedMessage[]) {
    const { transport, lease, journal, unanswered } = claim;
    const { composed, failures } = await this.#composeAll(messages);
    const admitted = await retryingDeadlocks(() =>
      this.db.transactionByKey(() => this.#admit(claim.id, composed, messages, transport)),
    );
    const outgoing = composed.filter(({ deliveryId }) => admitted.ids.has(deliveryId));
    await this.#record(claim, failures);
    const byId = new Map(messages.map((message) => [message.id, message]));
    const handedOver = new Set(outgoing.map(({ deliveryId }) => deliveryId));
    for (const id of handedOver) unanswered.add(id);
    const slices = new Slices<Answer>(outgoing.length, (slice) => this.#recordSlice(claim, slice));
    const watch: Watch = {
      party: currentScope().organizationId,
      isWanted: () => lease.isHeld(),
      leave: (indexes) => {
        journal.leaving(indexes.map((index) => outgoing[index]?.deliveryId ?? ''));
        return lease.isHeld();
      },
      begun: (index) => slices.begun(index),
      answered: (index, handOver) => {
        const message = byId.get(outgoing[index]?.deliveryId ?? '');
        if (!message) throw new Error('A transport spoke of a message that it was not given.');
        unanswered.delete(message.id);
        if (isOnlyBack(handOver)) handedOver.delete(message.id);
        journal.recordReply(message.id, handOver);
        slices.answered(index, { outcome: outcomeOf(message, handOver, this.clock.now()), handOver });
      },
    };
    if (outgoing.length > 0) void transport.mail.sendAll(outgoing, watch);
    const settled = slices.quiet.then(() => this.#settle(admitted, handedOver));
    return { handed: outgoing.length, quiet: settled, recorded: allOf([slices.recorded, settled]) };
  }

  /** Records answers, and what they say about the transport. */
  async #recordSlice(claim: Claim, slice: readonly Answer[]): Promise<void> {
    const verdict = verdictOnTransport(slice.map(({ handOver }) => handOver));
    if (hasStopped(verdict)) claim.isStopped = true;
    const again = new Date(this.clock.now().getTime() + cameBackMs);
    await this.#record(
      claim,
      slice.map(({ outcome, handOver }) => {
        const isSoon = outcome.state !== 'pending' || claim.isStopped || handOver.kind === 'withheld';
        return isSoon ? outcome : { ...outcome, nextAttemptAt: again };
      }),
    );
    this.live.publish('messages');
    await this.transports.record(claim.transport, verdict);
    if (verdict?.kind === 'worked') await this.transports.wasReached(claim.transport);
    if (hasStopped(verdict)) await this.wakeUps.wake(); // the next transport, or saying what they wait for
  }

  /** The gate, in one transaction: who must get nothing, what the limits allow, and what is handed over now. */
  async #admit(
    claimId: string,
    composed: readonly WholeMessage[],
    messages: readonly ClaimedMessage[],
    transport: SelectedTransport,
  ): Promise<Admitted> {
    const skipped = new Set((await this.db.rows<{ id: string }>(skipMessages, [claimId])).map(({ id }) => id));
    const isComposed = new Set(composed.map(({ deliveryId }) => deliveryId));
    const open = messages.filter(({ id }) => isComposed.has(id) && !skipped.has(id));
    const allowed: string[] = [];
    const allowances: { group: Group; allowance: Allowance }[] = [];
    for (const group of groupsOf(open)) {
      const limits = await this.rateLimits.limitsOf(group.domain, transport);
      const allowance = await this.rateLimits.take(limits, [group.mailboxProvider], group.ids.length, 'messages');
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
    const submitted = await this.db.rows<{ id: string }>(submitMessages, [claimId, allowed, transport.id]);
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

  async #record(claim: Claim, outcomes: readonly Outcome[]): Promise<void> {
    await waitingForDatabase(recordPatienceMs, () =>
      retryingDeadlocks(() => this.db.transactionByKey(() => this.claims.record(claim.id, outcomes))),
    );
  }

  /** Tokens taken for what was not handed over go back. */
  async #settle({ allowances }: Admitted, handedOver: ReadonlySet<string>): Promise<void> {
    for (const { group, allowance } of allowances) {
      const count = group.ids.filter((id) => handedOver.has(id)).length;
      await this.rateLimits.settle(allowance, new Map([[group.mailboxProvider, count]]));
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
  async #renew({ id, lease }: Claim): Promise<void> {
    const since = thisMoment();
    try {
      const renewed = await this.db.transaction(() =>
        this.db.affected(renewMessages, [id, this.config.DELIVERY_LEASE_SECONDS]),
      );
      if (renewed > 0) lease.renewed(since);
      else lease.lose();
    } catch (err) {
      this.log.warn({ err, claim: id }, 'could not renew the hold on messages');
    }
  }
}

/** Certainly not handed over, and not for anything about the message. */
function isOnlyBack({ kind }: HandOver): boolean {
  return kind === 'unreachable' || kind === 'refused' || kind === 'withheld';
}

async function allOf(works: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

/** Those with files one by one: they may hold megabytes each. */
function partsOf(messages: readonly ClaimedMessage[]): (readonly ClaimedMessage[])[] {
  const plain = messages.filter(({ hasFiles }) => !hasFiles);
  const withFiles = messages.filter(({ hasFiles }) => hasFiles).map((message) => [message]);
  return plain.length > 0 ? [plain, ...withFiles] : withFiles;
}

function groupsOf(messages: readonly ClaimedMessage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { id, senderEmail, mailboxProvider } of messages) {
    const domain = domainOf(senderEmail);
    const key = `${domain} ${mailboxProvider}`;
    const group = groups.get(key) ?? { domain, mailboxProvider, ids: [] };
    groups.set(key, group);
    group.ids.push(id);
  }
  return [...groups.values()];
}
