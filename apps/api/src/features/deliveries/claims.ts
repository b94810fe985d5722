import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Attributes } from '@engagex/domain/contacts';
import type { Receiver } from '@engagex/domain/transports';
import { retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { HoldBack } from '../pressure/index.ts';
import type { Part } from '../transports/index.ts';
import {
  endClaim,
  expiredClaims,
  forgetSubmitting,
  renewClaim,
  submitDeferred,
  submitDeferredOf,
  submitPending,
  submitPendingOf,
  takeTurn,
} from './deliveries.queries.ts';

/** A delivery this worker is about to hand over, with what its message needs to know about the person. */
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

/** A campaign's turn, the claim it is taken with, and what limits depend on. */
export interface Turn {
  readonly claimId: string;
  readonly turn: string;
  readonly domain: string;
  readonly receivers: readonly Receiver[] | null;
}

/** A row as it was claimed; not admitted is who was skipped. */
type ClaimedRow = ClaimedDelivery & { readonly admitted: boolean };

/** Whom to claim for, and how many of each receiver; counted down as people are claimed. */
export interface Share {
  readonly receiver: Part['receiver'];
  left: number;
}

/** What is claimed: by which claim, for which transport, how many at most and of whom. */
interface Asked {
  readonly claimId: string;
  readonly limit: number;
  readonly shares: readonly Share[];
  readonly transportId: string;
}

/** How a worker takes hold of deliveries, and what happens to those whose worker died. */
@Injectable()
export class Claims {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly holdBack: HoldBack,
  ) {}

  /**
   * Runs `work` in a turn of a campaign that is sending, with a claim that is kept alive meanwhile; it holds whomever
   * `submit` claims by it. Null when the campaign is not sending.
   */
  async inTurn<T>(campaignId: string, work: (turn: Turn) => Promise<T>): Promise<T | null> {
    const id = randomUUID();
    const [turn] = await this.db.transaction(() =>
      this.db.rowsByKey<Omit<Turn, 'claimId'>>(takeTurn, [campaignId, id, this.config.DELIVERY_LEASE_SECONDS]),
    );
    if (!turn) return null;
    const renewal = setInterval(() => void this.#renew(id), (this.config.DELIVERY_LEASE_SECONDS * 1000) / 3);
    try {
      return await work({ ...turn, claimId: id });
    } finally {
      clearInterval(renewal);
      await this.db.transaction(() => this.db.rowsByKey(endClaim, [id]));
    }
  }

  /**
   * Claims people of a campaign whose turn it is, as far as their shares go. Whoever passes the gate and the limits per
   * person is `submitting` when this resolves and may be handed over; whoever does not was skipped, or waits. `claimed`
   * counts both.
   */
  async submit(campaignId: string, asked: Asked): Promise<{ claimed: number; admitted: ClaimedDelivery[] }> {
    const pending = await this.#submitDue(campaignId, asked, submitPending, submitPendingOf);
    if (pending.claimed > 0) return pending;
    return this.#submitDue(campaignId, asked, submitDeferred, submitDeferredOf);
  }

  /** One of the two kinds of people who are due, by the statement for everybody and the one for a receiver. */
  async #submitDue(
    campaignId: string,
    { claimId, limit, shares, transportId }: Asked,
    everybody: string,
    ofOne: string,
  ) {
    const fixed = [campaignId, claimId, this.config.DELIVERY_LEASE_SECONDS];
    const now = this.clock.now();
    const { taken, heldBack } = await retryingDeadlocks(() =>
      this.db.transaction(async () => {
        const taken: { share: Share; rows: ClaimedRow[] }[] = [];
        let room = limit;
        for (const share of shares.filter(({ left }) => left > 0)) {
          if (room === 0) break;
          const parameters = [...fixed, Math.min(share.left, room), now, transportId];
          const rows = share.receiver
            ? await this.db.rowsByKey<ClaimedRow>(ofOne, [...parameters, share.receiver])
            : await this.db.rowsByKey<ClaimedRow>(everybody, parameters);
          room -= rows.length;
          taken.push({ share, rows });
        }
        const admitted = taken.flatMap(({ rows }) => rows).filter((row) => row.admitted);
        return { taken, heldBack: await this.holdBack.apply(admitted.map(({ id }) => id)) };
      }),
    );
    for (const { share, rows } of taken) share.left -= rows.length; // not before it is committed
    const rows = taken.flatMap((each) => each.rows);
    return { claimed: rows.length, admitted: rows.filter(({ id, admitted }) => admitted && !heldBack.has(id)) };
  }

  /** Settles what dead workers left behind: what they were submitting becomes unknown. Resolves to how many claims. */
  async recover(campaignId: string): Promise<number> {
    return this.db.transaction(async () => {
      const expired = await this.db.rows<{ id: string }>(expiredClaims, [campaignId]);
      for (const { id } of expired) {
        await this.db.rows(forgetSubmitting, [campaignId, id]);
        await this.db.rows(endClaim, [id]);
      }
      return expired.length;
    });
  }

  /** A renewal that fails is tried again on the next tick; if none succeeds, the claim is recovered like a dead worker's. */
  async #renew(id: string): Promise<void> {
    try {
      await this.db.transaction(() => this.db.rows(renewClaim, [id, this.config.DELIVERY_LEASE_SECONDS]));
    } catch (err) {
      this.log.warn({ err, claim: id }, 'could not renew a claim');
    }
  }
}
