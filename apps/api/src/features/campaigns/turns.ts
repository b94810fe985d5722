import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { claimsHeld, nextInTurn } from './campaigns.queries.ts';

/** How many batches of one organization are under way at a time, over all its campaigns and all workers. */
const batchesAtOnce = 4;

/**
 * Whose turn it is. The queue takes wake-ups in the order they came, and an organization has no more than a few batches
 * in it, however many campaigns: so organizations take turns, and the campaigns of each take turns among themselves.
 */
@Injectable()
export class Turns {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** Whether the organization has all the batches it may have; those go on with whatever of it is due. */
  async areTaken(): Promise<boolean> {
    return this.db.transaction(async () => {
      const [row] = await this.db.rowsByKey<{ held: number }>(claimsHeld, [batchesAtOnce]);
      return (row?.held ?? 0) >= batchesAtOnce;
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
