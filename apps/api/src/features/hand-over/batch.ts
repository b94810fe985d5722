import type { MailboxProvider } from '@engagex/domain/transports';
import { currentScope, retryingDeadlocks, type TenantDb, waitingForDatabase } from '@engagex/tenancy';
import type { Lane, ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HandOver, Mail, OutgoingMessage, Watch } from '../../ports/mail.ts';
import {
  hasStopped,
  type SelectedTransport,
  type TransportSelection,
  verdictOnTransport,
} from '../transports/index.ts';
import { Answered, hasNotLeft } from './answered.ts';
import type { Claim } from './claims.ts';
import { type Compose, composeAll } from './compose-all.ts';
import { neverHandedOver, type Outcome, outcomeOf } from './outcome.ts';
import { recordPatienceMs } from './patience.ts';
import { Slices } from './slices.ts';

/** A row that may be handed over: its claim is committed, and nobody else will. */
export interface Submitted {
  readonly id: string;
  readonly mailboxProvider: MailboxProvider;
  /** How many attempts counted before this one. */
  readonly attempts: number;
}

/** The answer to one message. */
export interface Answer {
  readonly outcome: Outcome;
  /** Null for one that was not given to a transport. */
  readonly handOver: HandOver | null;
}

/** What is handed over, by what, and how that is written down. */
export interface Carried<Row extends Submitted> {
  readonly claim: Claim;
  /** What kind of mail it is, for those who watch the installation. */
  readonly lane: Lane;
  readonly mail: Mail;
  /** Null for EngageX's own mail: the server of the installation has no record to keep. */
  readonly transport: SelectedTransport | null;
  readonly compose: Compose<Row>;
  /** Stores what the messages of these rows refer to; resolved before any of them leaves. */
  readonly keep?: (ids: readonly string[]) => Promise<void>;
  /** Writes down what became of rows, as far as the claim still holds them; in the open transaction, which may run again. */
  readonly record: (answers: readonly Answer[], batch: Batch<Row>) => Promise<void>;
  /** Called whenever answers were recorded, for what they may mean for the rest. */
  readonly recorded: (batch: Batch<Row>) => Promise<void>;
}

interface Context {
  readonly db: TenantDb;
  readonly metrics: ProcessMetrics;
  readonly isEnding: () => boolean;
  readonly clock: Clock;
  readonly transports: TransportSelection;
}

/** Compose, hand over, record: rows of one claim on their way through one transport, and the answers so far. */
export class Batch<Row extends Submitted> {
  readonly answered = new Answered();
  /** Whoever may have been handed over and is not recorded yet. */
  readonly underWay = new Set<string>();
  /** Those of them who are not answered, with their mailbox providers. */
  readonly #unanswered = new Map<string, MailboxProvider>();
  /** Whoever was given to the transport and did not come back unsent. */
  readonly #handedOver = new Set<string>();
  readonly #carried: Carried<Row>;
  readonly #context: Context;
  #isStopped = false;
  #hasWorked = false;

  constructor(carried: Carried<Row>, context: Context) {
    this.#carried = carried;
    this.#context = context;
  }

  /** The transport refused us or could not be reached: the rest goes back and may take another one. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  get isAnswered(): boolean {
    return this.#unanswered.size === 0;
  }

  mayGoOn(): boolean {
    return !this.#isStopped && !this.#context.isEnding() && this.#carried.claim.lease.isHeld();
  }

  /** Whoever may have left, recorded or not: nobody hands them over a second time. */
  get mayBeOut(): ReadonlySet<string> {
    return new Set([...this.#handedOver, ...this.underWay]);
  }

  /** How many of these were handed over, those included that are not answered. */
  handedOver(ids: readonly string[]): number {
    return ids.filter((id) => this.#handedOver.has(id)).length;
  }

  /** How many were handed over by mailbox provider, those included that are not answered. */
  handedOverByMailboxProvider(): ReadonlyMap<MailboxProvider, number> {
    return this.answered.handedWith(this.#unanswered.values());
  }

  /** Begins to hand over rows that are submitted; what becomes of them is recorded as it is answered. */
  async handOver(rows: readonly Row[]): Promise<Slices<Answer>> {
    for (const { id } of rows) this.underWay.add(id);
    const { messages, failures } = await composeAll(rows, this.#carried.compose);
    await this.#carried.keep?.(messages.map(({ deliveryId }) => deliveryId));
    const slices = new Slices<Answer>(rows.length, (slice) => this.#record(slice));
    for (const [index, outcome] of failures.entries())
      slices.answered(messages.length + index, { outcome, handOver: null });
    if (this.mayGoOn()) this.#leave(rows, messages, slices);
    else
      for (const [index, { deliveryId }] of messages.entries())
        slices.answered(index, { outcome: neverHandedOver(deliveryId), handOver: null });
    return slices;
  }

  /** Everything was begun: tells whether the transport could be reached. */
  async end(): Promise<void> {
    const { transport } = this.#carried;
    const { transports } = this.#context;
    if (!transport) return;
    if (!transport.isProbe) {
      if (this.#hasWorked && !this.#isStopped) await transports.wasReached(transport);
    } else if (!this.isAnswered) await transports.wasUnreachable(transport, 'The server has stopped answering.');
    else if (!this.#isStopped && this.answered.byMailboxProvider.size === 0) await transports.returnProbe(transport);
  }

  #leave(rows: readonly Row[], messages: readonly OutgoingMessage[], slices: Slices<Answer>): void {
    const { claim, mail } = this.#carried;
    const byId = new Map(rows.map((row) => [row.id, row]));
    const leaving = messages.map(({ deliveryId }) => {
      const row = byId.get(deliveryId);
      if (!row) throw new Error('A message was made for another row than it was asked for.');
      return row;
    });
    for (const { id, mailboxProvider } of leaving) {
      this.#unanswered.set(id, mailboxProvider);
      this.#handedOver.add(id);
    }
    const watch: Watch = {
      party: currentScope().organizationId,
      isWanted: () => this.mayGoOn(),
      // Noted first: whoever takes the claim over while this process is frozen right here finds it noted.
      leave: (indexes) => {
        claim.journal.leaving(indexes.map((index) => leaving[index]?.id ?? ''));
        return claim.lease.isHeld();
      },
      begun: (index) => slices.begun(index),
      answered: (index, handOver) => {
        const row = leaving[index];
        if (!row) throw new Error('A transport spoke of a message that it was not given.');
        this.#unanswered.delete(row.id);
        if (hasNotLeft(handOver.kind)) this.#handedOver.delete(row.id);
        this.answered.note(row.mailboxProvider, handOver);
        claim.journal.recordReply(row.id, handOver);
        slices.answered(index, { outcome: outcomeOf(row, handOver, this.#context.clock.now()), handOver });
      },
    };
    mail.sendAll(messages, watch).catch((error: unknown) => {
      // It does not throw for what a server does; whatever this is, nobody knows what has left.
      for (const [index, { id }] of leaving.entries())
        if (this.#unanswered.has(id)) watch.answered(index, { kind: 'unknown', response: String(error) });
    });
  }

  /** Records answers, and what they say about the transport. */
  async #record(slice: readonly Answer[]): Promise<void> {
    const { transport, record, recorded } = this.#carried;
    const { db, transports } = this.#context;
    const verdict = verdictOnTransport(slice.flatMap(({ handOver }) => handOver ?? []));
    if (hasStopped(verdict)) this.#isStopped = true;
    if (verdict?.kind === 'worked') this.#hasWorked = true;
    await waitingForDatabase(recordPatienceMs, () =>
      retryingDeadlocks(() => db.transactionByKey(() => record(slice, this))),
    );
    this.#context.metrics.handedOver(
      this.#carried.lane,
      slice.map(({ outcome }) => outcome.state),
    );
    for (const { outcome } of slice) this.underWay.delete(outcome.id);
    if (transport) await transports.record(transport, verdict);
    await recorded(this);
  }
}
