import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Attributes } from '@engagex/domain/contacts';
import type { Receiver } from '@engagex/domain/transports';
import { TenantDb } from '@engagex/tenancy';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import type { Part } from '../transports/index.ts';
import {
  claimDeferred,
  claimDeferredOf,
  claimPending,
  claimPendingOf,
  endClaim,
  expiredClaims,
  forgetSubmitting,
  releaseClaimed,
  renewClaim,
} from './deliveries.queries.ts';

/** A delivery this worker holds, with what its message needs to know about the person. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly email: string;
  readonly receiver: Receiver;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly attributes: Attributes;
  readonly attempts: number;
  /** Which content they get, by number; 0 when there is only one. */
  readonly variant: number;
}

export interface Claim {
  readonly id: string;
  readonly deliveries: readonly ClaimedDelivery[];
}

/** How a worker takes hold of deliveries, and what happens to those whose worker died. */
@Injectable()
export class Claims {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims up to `limit` due deliveries of a campaign that is sending, as many for each receiver as `parts` allow, and
   * keeps the hold alive while `work` runs.
   * What `work` did not submit goes back afterwards: pending, or skipped when the person has meanwhile opted out.
   * Resolves to how many were claimed.
   */
  async withClaim(
    campaignId: string,
    { limit, parts }: { limit: number; parts: readonly Part[] },
    work: (claim: Claim) => Promise<void>,
  ): Promise<number> {
    const claim = await this.#take(campaignId, limit, parts);
    if (claim.deliveries.length === 0) return 0;
    const renewal = setInterval(() => void this.#renew(claim), (this.config.DELIVERY_LEASE_SECONDS * 1000) / 3);
    try {
      await work(claim);
    } finally {
      clearInterval(renewal);
      await this.#release(claim.id);
    }
    return claim.deliveries.length;
  }

  /** Settles what dead workers left behind: claimed goes back, submitting becomes unknown. Resolves to how many claims. */
  async recover(campaignId: string): Promise<number> {
    return this.db.transaction(async () => {
      const expired = await this.db.rows<{ id: string }>(expiredClaims, [campaignId]);
      for (const { id } of expired) {
        await this.db.rows(forgetSubmitting, [campaignId, id]);
        await this.db.rows(releaseClaimed, [id]);
        await this.db.rows(endClaim, [id]);
      }
      return expired.length;
    });
  }

  async #take(campaignId: string, limit: number, parts: readonly Part[]): Promise<Claim> {
    const id = randomUUID();
    for (const [claimDue, claimDueOf] of [
      [claimPending, claimPendingOf],
      [claimDeferred, claimDeferredOf],
    ] as const) {
      const deliveries = await this.db.transaction(async () => {
        const rows: ClaimedDelivery[] = [];
        for (const { receiver, most } of parts) {
          const parameters = [campaignId, id, this.config.DELIVERY_LEASE_SECONDS, Math.min(most, limit - rows.length)];
          const now = this.clock.now();
          const claimed = receiver
            ? await this.db.rowsByKey<ClaimedDelivery>(claimDueOf, [...parameters, now, receiver])
            : await this.db.rowsByKey<ClaimedDelivery>(claimDue, [...parameters, now]);
          rows.push(...claimed);
          if (rows.length >= limit) break;
        }
        if (rows.length === 0) await this.db.rows(endClaim, [id]);
        return rows;
      });
      if (deliveries.length > 0) return { id, deliveries };
    }
    return { id, deliveries: [] };
  }

  async #release(id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.rowsByKey(releaseClaimed, [id]);
      await this.db.rowsByKey(endClaim, [id]);
    });
  }

  /** A renewal that fails is tried again on the next tick; if none succeeds, the claim is recovered like a dead worker's. */
  async #renew(claim: Claim): Promise<void> {
    try {
      await this.db.transaction(() => this.db.rows(renewClaim, [claim.id, this.config.DELIVERY_LEASE_SECONDS]));
    } catch (err) {
      this.log.warn({ err, claim: claim.id }, 'could not renew a claim');
    }
  }
}
