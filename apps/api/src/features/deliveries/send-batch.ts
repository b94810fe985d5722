import { Injectable } from '@nestjs/common';
import { mailboxProviders } from '@engagex/domain/transports';
import { retryingDeadlocks, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import type { OutgoingMessage } from '../../ports/mail.ts';
import {
  type Batch,
  Batches,
  type Begun,
  probePatienceMs,
  recordPatienceMs,
  toldLater,
  within,
} from '../hand-over/index.ts';
import {
  type Allowance,
  MailboxProvidersService,
  type Part,
  RateLimits,
  type SelectedTransport,
  TransportSelection,
} from '../transports/index.ts';
import { type ClaimedDelivery, DeliveryClaims, type Share, type Turn } from './delivery-claims.ts';
import { InFlight } from './in-flight.ts';
import { OutcomeRecords } from './record-outcomes.ts';

export const batchSize = 1_000;
/** Claimed and handed over together. */
export const microBatchSize = 500;

/** Makes the message for one person; throws when the content cannot be rendered for them. */
export type Compose = (delivery: ClaimedDelivery) => OutgoingMessage;

/** What makes the messages of a campaign. */
export interface Composer {
  readonly compose: Compose;
  /** Stores what the messages that were made for these deliveries refer to. */
  readonly keep: (deliveryIds: readonly string[]) => Promise<void>;
}

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
  /** The key of a limit, `unreachable` or `suspended`. */
  readonly by: string;
  /** The turn in which that was found out; it says nothing any more once another one has begun. */
  readonly turn: string;
}

/** A batch in its turn, through one transport. */
interface Sending {
  readonly turn: Turn;
  readonly transport: SelectedTransport;
  readonly batch: Batch<ClaimedDelivery>;
}

/** A micro-batch that is being sent. */
interface MicroBatch {
  readonly claimed: number;
  readonly quiet: Promise<void>;
  readonly recorded: Promise<void>;
}

/** Sends one batch of a campaign's due deliveries through one transport. */
@Injectable()
export class SendBatch {
  constructor(
    private readonly db: TenantDb,
    private readonly claims: DeliveryClaims,
    private readonly batches: Batches,
    private readonly transports: TransportSelection,
    private readonly rateLimits: RateLimits,
    private readonly mailboxProviders: MailboxProvidersService,
    private readonly inFlight: InFlight,
    private readonly records: OutcomeRecords,
  ) {}

  /**
   * Resolves when all is answered, or when only answers are left that may take long: those are recorded when they come.
   * `check` is called whenever outcomes were recorded, for what they may mean for the rest.
   */
  async send(campaignId: string, composer: Composer, check: () => Promise<void>): Promise<BatchResult> {
    const result = await this.claims.inTurn(campaignId, batchSize, (turn) => this.#sendInTurn(turn, composer, check));
    return result ?? { claimed: 0, refusal: null, wait: null };
  }

  async #sendInTurn(turn: Turn, composer: Composer, check: () => Promise<void>): Promise<Begun<BatchResult>> {
    const choice = await this.transports.choose();
    if (choice.kind === 'none') return { result: { claimed: 0, refusal: choice.because, wait: null }, rest: null };
    if (choice.kind === 'wait') {
      const wait = { until: choice.until, by: choice.by, turn: turn.turn };
      return { result: { claimed: 0, refusal: null, wait }, rest: null };
    }
    const { transport } = choice;
    const limit = transport.isProbe ? 1 : batchSize;
    const allowance = await this.#allowanceOf(turn, transport, limit);
    const batch = this.batches.begin<ClaimedDelivery>({
      claim: turn.claim,
      lane: 'campaign',
      mail: transport.mail,
      transport,
      ...composer,
      record: (answers) =>
        this.records.record(
          turn.claim.id,
          answers.map(({ outcome }) => outcome),
        ),
      recorded: check,
    });
    const { claimed, rest } = await this.#sendAll({ turn, transport, batch }, limit, allowance.parts);
    await this.rateLimits.settle(allowance, batch.handedOverByMailboxProvider());
    await this.mailboxProviders.recordReplies(batch.answered.byMailboxProvider);
    await batch.end();
    const wait = allowance.scarce && { ...allowance.scarce, turn: turn.turn };
    return { result: { claimed, refusal: null, wait }, rest };
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
    sending: Sending,
    limit: number,
    parts: readonly Part[],
  ): Promise<{ claimed: number; rest: Promise<void> | null }> {
    const shares = parts.map(({ mailboxProvider, most }) => ({ mailboxProvider, left: most }));
    const running: MicroBatch[] = [];
    let left = limit;
    try {
      while (left > 0) {
        const next = await this.#sendNext(sending, Math.min(left, microBatchSize), shares);
        if (!next) break;
        left -= next.claimed;
        running.push(next);
      }
    } catch (error) {
      await settled(running).catch(() => {});
      throw error;
    }
    const { isProbe } = sending.transport;
    await Promise.all(running.map((each) => (isProbe ? within(probePatienceMs, each.recorded) : each.quiet)));
    const rest = toldLater(settled(running));
    if (sending.batch.underWay.size > 0) return { claimed: limit - left, rest };
    await rest;
    return { claimed: limit - left, rest: null };
  }

  /** Waits for room, claims a micro-batch and begins to send it; null when nobody is due, or nothing may be handed over. */
  async #sendNext(sending: Sending, limit: number, shares: readonly Share[]): Promise<MicroBatch | null> {
    const release = once(await this.inFlight.enter());
    if (!sending.batch.mayGoOn()) {
      release();
      return null;
    }
    try {
      const { claimed, admitted } = await this.#submitOrReturn(sending, limit, shares);
      if (claimed === 0) {
        release();
        return null;
      }
      const slices = await sending.batch.handOver(admitted);
      void slices.allBegun.then(release);
      return { claimed, quiet: slices.quiet, recorded: slices.recorded };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** A submission that failed may have been committed all the same: nothing was handed over, so all of it goes back. */
  async #submitOrReturn({ turn, transport, batch }: Sending, limit: number, shares: readonly Share[]) {
    try {
      return await this.claims.submit({ turn, limit, shares, transportId: transport.id });
    } catch (error) {
      await waitingForDatabase(recordPatienceMs, () =>
        this.db.transaction(() => this.records.giveBack(turn.campaignId, turn.claim.id, batch.mayBeOut)),
      );
      throw error;
    }
  }
}

/** Waits for all, then throws the first error: what could not be recorded is left to the journal. */
async function settled(running: readonly MicroBatch[]): Promise<void> {
  const results = await Promise.allSettled(running.map(({ recorded }) => recorded));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
