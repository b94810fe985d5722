import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import {
  Journals,
  neverHandedOver,
  type Outcome,
  outcomesNoted,
  type Refused,
  refusalsIn,
  reportsOfRefusals,
} from '../hand-over/index.ts';
import { recordReceipts } from '../receipts/index.ts';
import { refusedMessages, expiredClaims, heldBy, recordMessages, recoverMessages } from './messages.queries.ts';

const words = 'The worker stopped while handing this message over.';

/** What becomes of messages whose worker has ended or is silent. */
@Injectable()
export class MessageClaims {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly journals: Journals,
    private readonly live: Live,
  ) {}

  /** Of those whose lease has run out. Resolves to how many there were. */
  async recover(): Promise<number> {
    return this.db.transaction(async () => {
      const expired = await this.db.rows<{ id: string }>(expiredClaims);
      for (const { id } of expired) await this.#settleByJournal(id);
      return expired.length + (await this.db.affected(recoverMessages));
    });
  }

  /** Of a claim whose process has ended or could not record everything, by what it noted. */
  async settle(claimId: string): Promise<void> {
    await this.db.transaction(() => this.#settleByJournal(claimId));
    this.journals.remove(claimId);
  }

  /** In the open transaction, with receipts of what was refused for good. */
  async record(claimId: string, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    await this.db.rows(recordMessages, [
      claimId,
      outcomes.map(({ id }) => id),
      outcomes.map(({ state }) => state),
      outcomes.map(({ reason }) => reason),
      outcomes.map(({ response }) => response),
      outcomes.map(({ counted }) => counted),
      outcomes.map(({ nextAttemptAt }) => nextAttemptAt),
    ]);
    const refusals = refusalsIn(outcomes);
    if (refusals.length === 0) return;
    const refused = await this.db.rows<Refused>(refusedMessages, [refusals.map(({ id }) => id)]);
    const now = this.clock.now();
    const recording = { db: this.db, live: this.live, now };
    await recordReceipts(recording, 'message', reportsOfRefusals(refused, claimId, now));
  }

  /** Answers are recorded, what never left goes back; of the rest nobody knows. */
  async #settleByJournal(claimId: string): Promise<void> {
    const noted = this.journals.read(claimId);
    if (!noted) return;
    const held = await this.db.rows<{ id: string; attempts: number }>(heldBy, [claimId, [...noted.answers.keys()]]);
    const outcomes = outcomesNoted(noted, held, this.clock.now());
    const known = new Set(outcomes.map(({ id }) => id));
    const unknown = noted.isComplete ? held.filter(({ id }) => !known.has(id)) : [];
    const isUnknown = { state: 'unknown', response: words } as const;
    await this.record(claimId, [...outcomes, ...unknown.map(({ id }) => ({ ...neverHandedOver(id), ...isUnknown }))]);
  }
}
