import { Inject, Injectable } from '@nestjs/common';
import type { Attributes } from '@engagex/domain/contacts';
import { type MailboxProvider, mailboxProviders } from '@engagex/domain/transports';
import { retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { type Begun, type Claim, Claims, Journals, outcomesNoted, thisMoment } from '../hand-over/index.ts';
import { SendingSuspensions } from '../sending-suspensions/index.ts';
import type { Part } from '../transports/index.ts';
import {
  endClaim,
  expiredClaims,
  forgetSubmitting,
  forgetUnclaimed,
  heldBy,
  holdPlaces,
  keepWaiting,
  lockClaim,
  renewClaim,
  submitAgain,
  submitPending,
  takeTurn,
} from './deliveries.queries.ts';
import { HoldBack } from './hold-back.ts';
import { OutcomeRecords } from './record-outcomes.ts';

/** A delivery this worker is about to hand over, with what its message needs to know about the person. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly address: string;
  readonly mailboxProvider: MailboxProvider;
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
  readonly campaignId: string;
  readonly claim: Claim;
  readonly turn: string;
  readonly domain: string;
  readonly mailboxProviders: readonly MailboxProvider[] | null;
}

/** A row as it was claimed; not admitted is who was skipped. */
type ClaimedRow = ClaimedDelivery & { readonly admitted: boolean };

/** What the database says of a turn that begins. */
type BegunTurn = Pick<Turn, 'turn' | 'domain' | 'mailboxProviders'>;

/** Whom to claim for, and how many of each mailbox provider; counted down as people are claimed. */
export interface Share {
  readonly mailboxProvider: Part['mailboxProvider'];
  left: number;
}

/** How far a campaign has come in one stage, with one mailbox provider. */
interface Place {
  readonly stage: number;
  readonly mailboxProvider: MailboxProvider;
  /** As PostgreSQL writes it; `-infinity` before the first. */
  readonly dueAt: string;
  readonly contactId: string;
}

/** What is claimed: in which turn, for which transport, how many at most and of whom. */
interface Asked {
  readonly turn: Turn;
  readonly limit: number;
  readonly shares: readonly Share[];
  readonly transportId: string;
}

/** Who was claimed for a share. */
interface Taken {
  readonly share: Share;
  readonly rows: ClaimedRow[];
}

type LastParameters = readonly unknown[];
type PartsOf = (share: Share, places: readonly Place[]) => LastParameters[];

/** Whose people a share is for. */
function mailboxProvidersOf({ mailboxProvider }: Share): readonly MailboxProvider[] {
  return mailboxProvider ? [mailboxProvider] : mailboxProviders;
}

/** Where the mailbox providers of a share go on, stage by stage. */
function placesOf(share: Share, places: readonly Place[]): Place[][] {
  const whose = mailboxProvidersOf(share);
  const byStage = Map.groupBy(
    places.filter(({ mailboxProvider }) => whose.includes(mailboxProvider)),
    ({ stage }) => stage,
  );
  return [...byStage.values()];
}

/** How a worker takes hold of deliveries, and what happens to those whose worker died. */
@Injectable()
export class DeliveryClaims {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly holdBack: HoldBack,
    private readonly journals: Journals,
    private readonly records: OutcomeRecords,
    private readonly suspensions: SendingSuspensions,
  ) {}

  /**
   * Runs `work` in a turn of a campaign that is sending, with a claim that holds whomever `submit` claims by it, `most`
   * people in all. Null when the campaign is not sending.
   */
  async inTurn<T>(campaignId: string, most: number, work: (turn: Turn) => Promise<Begun<T>>): Promise<T | null> {
    return this.claims.hold(
      {
        kind: 'deliveries',
        campaignId,
        most,
        begin: (claimId, seconds) => this.#begin(campaignId, claimId, seconds),
        renew: (claimId, seconds) => this.db.affected(renewClaim, [claimId, seconds]),
        keepWaiting: (claimId) => this.db.rowsByKey(keepWaiting, [claimId]),
        end: (claimId) => this.db.transaction(() => this.db.rowsByKey(endClaim, [claimId])),
      },
      (claim, begun) => work({ ...begun, campaignId, claim }),
    );
  }

  async #begin(campaignId: string, claimId: string, seconds: number): Promise<BegunTurn | null> {
    const values = [campaignId, claimId, seconds, mailboxProviders];
    const [begun] = await this.db.transaction(() => this.db.rowsByKey<BegunTurn>(takeTurn, values));
    return begun ?? null;
  }

  /**
   * Claims people of a campaign whose turn it is, as far as their shares go. Whoever passes the gate and the limits per
   * person is `submitting` when this resolves and may be handed over; whoever does not was skipped, or waits. `claimed`
   * counts both.
   */
  async submit(asked: Asked): Promise<{ claimed: number; admitted: ClaimedDelivery[] }> {
    const pending = await this.#claim(asked, submitPending, (share, places) =>
      placesOf(share, places).map((at) => {
        const column = <K extends keyof Place>(name: K) => at.map((place) => place[name]);
        return [at[0]?.stage, column('mailboxProvider'), column('dueAt'), column('contactId')];
      }),
    );
    if (pending.claimed > 0) return pending;
    return this.#claim(asked, submitAgain, (share) =>
      mailboxProvidersOf(share).map((mailboxProvider) => [mailboxProvider]),
    );
  }

  /**
   * Claims by `sql` in one transaction, which pauses and other claims on the campaign wait for; of a campaign that is not
   * sending, or may not, nobody. Each share is asked for part by part: `partsOf` gives the last parameters.
   */
  async #claim(asked: Asked, sql: string, partsOf: PartsOf): Promise<{ claimed: number; admitted: ClaimedDelivery[] }> {
    const { turn, shares } = asked;
    const whose = shares.flatMap(mailboxProvidersOf);
    let since = thisMoment();
    const { taken, heldBack } = await retryingDeadlocks(() =>
      this.db.transactionByKey(async () => {
        since = thisMoment();
        const parameters = [turn.campaignId, turn.claim.id, this.config.DELIVERY_LEASE_SECONDS, whose];
        const places = await this.db.rowsByKey<Place>(holdPlaces, parameters);
        const isOpen = places.length > 0 && !(await this.suspensions.isSuspended());
        const taken = isOpen ? await this.#take(asked, sql, (share) => partsOf(share, places)) : [];
        const admitted = taken.flatMap(({ rows }) => rows).filter((row) => row.admitted);
        return { taken, heldBack: await this.holdBack.apply(admitted.map(({ id }) => id)) };
      }),
    );
    turn.claim.lease.renewed(since);
    for (const { share, rows } of taken) share.left -= rows.length; // not before it is committed
    const rows = taken.flatMap((each) => each.rows);
    return { claimed: rows.length, admitted: rows.filter(({ id, admitted }) => admitted && !heldBack.has(id)) };
  }

  async #take({ turn, limit, shares, transportId }: Asked, sql: string, partsOf: (share: Share) => LastParameters[]) {
    const now = this.clock.now();
    const taken: Taken[] = [];
    let room = limit;
    for (const share of shares) {
      let left = share.left;
      for (const part of partsOf(share)) {
        const most = Math.min(left, room);
        if (most <= 0) break;
        const parameters = [turn.campaignId, turn.claim.id, most, now, transportId, ...part];
        const rows = await this.db.rowsByKey<ClaimedRow>(sql, parameters);
        left -= rows.length;
        room -= rows.length;
        taken.push({ share, rows });
      }
    }
    return taken;
  }

  /**
   * Settles what workers left behind that have been silent for too long: what they have not told of in their journals
   * becomes unknown. Resolves to how many claims and people that was.
   */
  async recover(campaignId: string): Promise<number> {
    return this.db.transaction(async () => {
      const expired = await this.db.rows<{ id: string }>(expiredClaims, [campaignId]);
      for (const { id } of expired) await this.#settle(campaignId, id);
      const unclaimed = await this.db.affected(forgetUnclaimed, [campaignId]);
      return expired.length + unclaimed;
    });
  }

  /**
   * Settles a claim by its journal, whose process has ended or could not record everything: what was answered is recorded,
   * what never left goes back, and of the rest nobody knows.
   */
  async settle(claimId: string): Promise<void> {
    const campaignId = this.journals.read(claimId)?.campaignId;
    if (campaignId)
      await this.db.transaction(async () => {
        await this.db.rows(lockClaim, [claimId]);
        await this.#settle(campaignId, claimId);
      });
    this.journals.remove(claimId);
  }

  async #settle(campaignId: string, claimId: string): Promise<void> {
    const noted = this.journals.read(claimId);
    if (noted) {
      const held = await this.db.rows<{ id: string; attempts: number }>(heldBy, [campaignId, claimId]);
      await this.records.record(claimId, outcomesNoted(noted, held, this.clock.now()));
    }
    await this.db.rows(forgetSubmitting, [campaignId, claimId]);
    await this.db.rows(endClaim, [claimId]);
  }
}
