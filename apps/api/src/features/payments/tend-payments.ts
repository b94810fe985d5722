import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { eventsKeptDays } from './missed-events.ts';
import { PaymentRequests } from './payment-requests.ts';
import { forgetEvents, forgetRequests, progressOfState } from './payments.queries.ts';
import { SyncState } from './sync-state.ts';

const dayMs = 86_400_000;
/** Each customer is compared with Stripe once a day. */
export const comparedEveryMs = dayMs;

interface Progress {
  readonly wanted: string;
  readonly done: string;
  readonly reconciledAt: Date;
  readonly remindAt: Date | null;
}

/** Does what is due for the scope's organization: requests that were left open, its state, the daily comparison, reminders. */
@Injectable()
export class TendPayments {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly requests: PaymentRequests,
    private readonly sync: SyncState,
  ) {}

  async run(): Promise<void> {
    await this.requests.resume();
    const progress = await this.db.transaction(() => this.db.row<Progress>(progressOfState));
    if (!progress) return;
    const now = this.clock.now();
    if (now.getTime() - progress.reconciledAt.getTime() >= comparedEveryMs) {
      await this.sync.compare();
      await this.#forget(now);
    } else if (BigInt(progress.wanted) > BigInt(progress.done) || isDue(progress.remindAt, now)) {
      await this.sync.run(); // a reminder is part of what the state says
    }
    await this.requests.resume(); // what the state asked for
  }

  async #forget(now: Date): Promise<void> {
    const before = new Date(now.getTime() - eventsKeptDays * dayMs);
    await this.db.transaction(async () => {
      await this.db.rows(forgetEvents, [before]);
      await this.db.rows(forgetRequests, [before]);
    });
  }
}

function isDue(at: Date | null, now: Date): boolean {
  return at !== null && at <= now;
}
