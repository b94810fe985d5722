import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { claimsHeld, nextInTurn } from './run-campaign.queries.ts';

/** How many batches of one organization are under way at a time, over all its campaigns and all workers. */
const batchesAtOnce = 4;

/**
 * Decides whose turn it is. The queue takes wake-ups in the order they came, and an organization has no more than a few batches
 * in it, however many campaigns: so organizations take turns, and the campaigns of each take turns among themselves.
 */
@Injectable()
export class BatchTurns {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** How many more batches the organization may have. With none left, the batches under way continue with what is due. */
  async left(): Promise<number> {
    return this.db.transaction(async () => {
      const [row] = await this.db.rowsByKey<{ held: number }>(claimsHeld, [batchesAtOnce]);
      return batchesAtOnce - (row?.held ?? 0);
    });
  }

  /** The campaign of the organization that has waited longest for a batch; null when nothing can be handed over now. */
  async next(): Promise<string | null> {
    return this.db.transaction(async () => {
      const [row] = await this.db.rowsByKey<{ id: string }>(nextInTurn, [this.clock.now()]);
      return row?.id ?? null;
    });
  }
}
