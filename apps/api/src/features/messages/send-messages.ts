import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { domainOf } from '@engagex/domain/shared';
import type { MailboxProvider } from '@engagex/domain/transports';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import type { Attachment, WholeMessage } from '../../ports/mail.ts';
import {
  type Answer,
  type Batch,
  Batches,
  type Begun,
  type Claim,
  Claims,
  type Outcome,
  probePatienceMs,
  within,
  toldLater,
} from '../hand-over/index.ts';
import { type Allowance, RateLimits, type SelectedTransport, TransportSelection } from '../transports/index.ts';
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

/** What is being sent of a claim, and who takes it. */
interface Sending {
  readonly claim: Claim;
  readonly transport: SelectedTransport;
  readonly batch: Batch<ClaimedMessage>;
}

interface Admitted {
  readonly ids: ReadonlySet<string>;
  readonly allowances: readonly { readonly group: Group; readonly allowance: Allowance }[];
}

/** Sends a few messages of the organization that are due. */
@Injectable()
export class SendMessages {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly batches: Batches,
    private readonly transports: TransportSelection,
    private readonly rateLimits: RateLimits,
    private readonly files: MessageFiles,
    private readonly wakeUps: MessageWakeUps,
    private readonly live: Live,
    private readonly messageClaims: MessageClaims,
  ) {}

  /** Resolves to whether more may be due. Answers that may take long are recorded when they come. */
  async run(): Promise<boolean> {
    if (await this.messageClaims.recover()) this.live.publish('messages');
    const choice = await this.transports.choose('messages');
    if (choice.kind === 'wait') return this.#holdAll(choice.until, choice.by);
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

  /** Resolves to how many were claimed. */
  async #sendSome(transport: SelectedTransport, limit: number): Promise<number> {
    const count = await this.claims.hold(
      {
        kind: 'messages',
        campaignId: null,
        most: limit,
        begin: (claimId, seconds) => this.#claim(claimId, seconds, limit),
        renew: (claimId, seconds) => this.db.affected(renewMessages, [claimId, seconds]),
        end: async () => this.live.publish('messages'),
      },
      (claim, messages) => this.#send(this.#beginBatch(claim, transport), messages),
    );
    if (count === null && transport.isProbe) await this.transports.returnProbe(transport);
    return count ?? 0;
  }

  async #claim(claimId: string, seconds: number, limit: number): Promise<readonly ClaimedMessage[] | null> {
    const messages = await this.db.transactionByKey(() =>
      this.db.rows<ClaimedMessage>(claimMessages, [claimId, seconds, limit, this.clock.now()]),
    );
    return messages.length > 0 ? messages : null;
  }

  #beginBatch(claim: Claim, transport: SelectedTransport): Sending {
    const batch = this.batches.begin<ClaimedMessage>({
      claim,
      lane: 'transactional',
      mail: transport.mail,
      transport,
      compose: (message) => this.#compose(message),
      record: (answers, { isStopped }) => this.messageClaims.record(claim.id, this.#outcomesOf(answers, isStopped)),
      recorded: async ({ isStopped }) => {
        this.live.publish('messages');
        if (isStopped) await this.wakeUps.wake(); // the next transport, or saying what they wait for
      },
    });
    return { claim, transport, batch };
  }

  /** Part after part, each as far as answers come soon; what was not submitted goes back. */
  async #send(sending: Sending, messages: readonly ClaimedMessage[]): Promise<Begun<number>> {
    const { claim, transport, batch } = sending;
    const recorded: Promise<unknown>[] = [];
    const sendAll = async () => {
      try {
        for (const part of partsOf(messages)) {
          if (!batch.mayGoOn()) return; // the rest goes back and may take another transport
          const sent = await this.#sendTogether(sending, part);
          recorded.push(sent.recorded);
          await (transport.isProbe ? within(probePatienceMs, sent.recorded) : sent.quiet);
        }
      } finally {
        await this.db.transaction(() => this.db.rows(releaseMessages, [claim.id]));
      }
    };
    const sent = sendAll();
    await sent.catch(() => {});
    await batch.end();
    const rest = toldLater(allOf([...recorded, sent]));
    if (!batch.isAnswered) return { result: messages.length, rest };
    await rest;
    return { result: messages.length, rest: null };
  }

  /** Lets through the gate what may be handed over, and begins to. */
  async #sendTogether({ claim, transport, batch }: Sending, messages: readonly ClaimedMessage[]) {
    const admitted = await retryingDeadlocks(() =>
      this.db.transactionByKey(() => this.#admit(claim.id, messages, transport)),
    );
    const slices = await batch.handOver(messages.filter(({ id }) => admitted.ids.has(id)));
    const settled = slices.quiet.then(() => this.#settle(admitted, batch));
    return { quiet: settled, recorded: toldLater(allOf([slices.recorded, settled])) };
  }

  /** What came back unsent while others went out is not tried again at once. */
  #outcomesOf(answers: readonly Answer[], isStopped: boolean): Outcome[] {
    const again = new Date(this.clock.now().getTime() + cameBackMs);
    return answers.map(({ outcome, handOver }) => {
      const isSoon = outcome.state !== 'pending' || isStopped || handOver === null || handOver.kind === 'withheld';
      return isSoon ? outcome : { ...outcome, nextAttemptAt: again };
    });
  }

  /** The gate, in one transaction: who must get nothing, what the limits allow, and what is handed over now. */
  async #admit(claimId: string, messages: readonly ClaimedMessage[], transport: SelectedTransport): Promise<Admitted> {
    const skipped = new Set((await this.db.rows<{ id: string }>(skipMessages, [claimId])).map(({ id }) => id));
    const open = messages.filter(({ id }) => !skipped.has(id));
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

  async #compose(message: ClaimedMessage): Promise<WholeMessage> {
    const { id, email, toName, senderName, senderEmail, replyToName, replyToEmail, subject, html, text, headers } =
      message;
    return {
      deliveryId: id,
      from: { name: senderName, address: senderEmail },
      to: { name: toName, address: email },
      ...(replyToEmail && { replyTo: { name: replyToName ?? '', address: replyToEmail } }),
      ...(message.hasFiles && { attachments: await this.#filesOf(id) }),
      messageId: `<${id}@${domainOf(senderEmail)}>`,
      subject,
      html,
      text,
      headers,
    };
  }

  async #filesOf(id: string): Promise<Attachment[]> {
    try {
      return await this.files.read(id);
    } catch (err) {
      this.log.error({ err, message: id }, 'a message could not be put together');
      throw new Error('A file of this message could not be read.', { cause: err });
    }
  }

  /** Tokens taken for what was not handed over go back. */
  async #settle({ allowances }: Admitted, batch: Batch<ClaimedMessage>): Promise<void> {
    for (const { group, allowance } of allowances)
      await this.rateLimits.settle(allowance, new Map([[group.mailboxProvider, batch.handedOver(group.ids)]]));
  }

  async #holdAll(until: Date, by: string): Promise<false> {
    const held = await this.db.transaction(() => this.db.affected(holdDue, [this.clock.now(), until, by]));
    if (held > 0) {
      this.live.publish('messages');
      await this.wakeUps.wakeAt(until);
    }
    return false;
  }
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
