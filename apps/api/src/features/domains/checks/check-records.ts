import { Inject, Injectable } from '@nestjs/common';
import { afterCommit, retryingConflicts, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../../config.ts';
import { Live } from '../../../platform/live/live.ts';
import { CONFIG } from '../../../platform/tokens.ts';
import { Clock } from '../../../ports/clock.ts';
import { Dns } from '../../../ports/dns.ts';
import { DomainKeys, newPair } from '../domain-keys.ts';
import { DomainStandings } from '../domain-standings.ts';
import {
  addCheck,
  changeKey,
  changeLabel,
  keysOfDomain,
  lockTaken,
  oneDomain,
  pruneChecks,
  recordCheck,
  takeCheck,
  wantCheck,
} from '../domains.queries.ts';
import { hostsOf } from '../installation-hosts.ts';
import type { CheckReason, StoredDomain, StoredKey } from '../stored-domain.ts';
import { type CheckOutcome, newsOf, outcomeOf } from './check-outcome.ts';
import { DomainClaims, type TellOwner } from './domain-claims.ts';
import { type LookedUp, lookUp } from './look-up.ts';

/** Longer than a check can take: a worker that is silent for this long has died. */
const leaseMs = 60_000;

export interface TakenCheck {
  readonly domain: StoredDomain;
  readonly keys: readonly StoredKey[];
  readonly reason: CheckReason;
  readonly takenAt: Date;
  readonly until: Date;
}

export type News = NonNullable<ReturnType<typeof newsOf>>;
/** Told in the transaction that records a check. */
export type Tell = (domain: StoredDomain, news: News, why: string) => Promise<void>;

/** Checks the records of a domain and records what follows. The rows say what is due; each check is one worker's. */
@Injectable()
export class CheckRecords {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly dns: Dns,
    private readonly live: Live,
    private readonly pairs: DomainKeys,
    private readonly claims: DomainClaims,
    private readonly standings: DomainStandings,
  ) {}

  /** Has it checked when that is due, in the open transaction or one of its own. */
  async want(id: string, reason: CheckReason): Promise<void> {
    await this.db.transaction(() => this.db.rows(wantCheck, [id, this.clock.now(), reason]));
  }

  /** Checks a domain that is due; nothing when it is not, or another worker is at it. */
  async run(id: string, tell: { readonly members: Tell; readonly owner: TellOwner }): Promise<void> {
    const taken = await this.#take(id);
    if (!taken) return;
    const found = await lookUp(taken.domain, taken.keys, {
      dns: this.dns,
      hosts: hostsOf(this.config),
      now: taken.takenAt,
    });
    // Another organization may verify the same name at the same moment: one of them finds it taken, and looks again.
    const outcome = await retryingConflicts(['uniqueViolation', 'deadlockDetected'], () =>
      this.#settle(taken, found, tell),
    );
    for (const selector of outcome?.toMake ?? []) await this.#makePair(id, selector);
  }

  async #take(id: string): Promise<TakenCheck | null> {
    const takenAt = this.clock.now();
    const until = new Date(takenAt.getTime() + leaseMs);
    return this.db.transaction(async () => {
      const taken = await this.db.row<{ reason: CheckReason }>(takeCheck, [id, takenAt, until]);
      const domain = taken && (await this.db.row<StoredDomain>(oneDomain, [id]));
      if (!domain) return null;
      afterCommit(() => this.live.publish('domains', id));
      return { domain, keys: await this.db.rows<StoredKey>(keysOfDomain, [id]), ...taken, takenAt, until };
    });
  }

  async #settle(
    taken: TakenCheck,
    found: LookedUp,
    tell: { readonly members: Tell; readonly owner: TellOwner },
  ): Promise<CheckOutcome | null> {
    const { domain, keys } = taken;
    let owner = await this.claims.ownerBesides(domain.domain);
    const outcomeIf = (isOwnedByOthers: boolean) =>
      outcomeOf(domain, keys, found, { hosts: hostsOf(this.config), now: this.clock.now(), isOwnedByOthers });
    let outcome = outcomeIf(owner !== null);
    let claimAt: Date | null = null;
    if (owner && outcome.verdict === 'found') {
      const claimed = await this.claims.claim(owner, domain, tell.owner);
      if (claimed.kind === 'waiting') claimAt = claimed.at;
      if (claimed.kind === 'free') {
        owner = null;
        outcome = outcomeIf(false);
      }
    } else if (owner && domain.claimAt && outcome.verdict === 'missing') await this.claims.withdraw(owner, domain);
    else if (outcome.verdict === 'unreachable') claimAt = domain.claimAt;
    return this.db.transaction(() => this.#record(taken, { found, outcome, claimAt, tell: tell.members }));
  }

  /** Null when the check was somebody else's by then, or the domain is gone. */
  async #record(
    { domain: { id }, reason, takenAt, until, keys }: TakenCheck,
    { found, outcome, claimAt, tell }: { found: LookedUp; outcome: CheckOutcome; claimAt: Date | null; tell: Tell },
  ): Promise<CheckOutcome | null> {
    const domain = await this.db.row<StoredDomain>(lockTaken, [id, until]);
    if (!domain) return null;
    const { state, stateSince, problem, verdict, unreachableSince, summary } = outcome;
    const hasTurned = outcome.keys.some((key) => key.state === 'signing' && isAnotherThan(key, keys));
    const isRotationWanted = domain.rotationWantedAt !== null && !hasTurned;
    await this.db.rows(recordCheck, [
      id,
      state,
      stateSince,
      problem,
      JSON.stringify(found.seen),
      verdict === 'unreachable' ? domain.checkedAt : takenAt,
      unreachableSince,
      earliest(outcome.nextCheckAt, claimAt, found.otherLabel === null ? null : takenAt),
      claimAt,
      isRotationWanted,
      takenAt,
    ]);
    if (found.otherLabel !== null) await this.db.rows(changeLabel, [id, found.otherLabel]);
    for (const key of outcome.keys) await this.#recordKey(key);
    const { milliseconds, queries } = found;
    await this.db.rows(addCheck, [id, takenAt, reason, verdict, state, summary, milliseconds, queries]);
    await this.db.rows(pruneChecks, [id]);
    const news = newsOf(domain.state, state);
    if (news) await tell(domain, news, summary);
    afterCommit(() => {
      this.standings.forget(domain.domain);
      this.live.publish('domains', id);
    });
    return outcome;
  }

  async #recordKey({ id, state, timesSeen, signsSince, retiredAt }: StoredKey): Promise<void> {
    await this.db.rows(changeKey, [id, state, timesSeen, signsSince, retiredAt]);
  }

  /** A selector whose last pair is done with gets the next one; made without a transaction, found again after a crash. */
  async #makePair(domainId: string, selector: string): Promise<void> {
    const pair = await newPair();
    await this.db.transaction(() => this.pairs.add(domainId, selector, pair));
  }
}

function isAnotherThan({ id }: StoredKey, keys: readonly StoredKey[]): boolean {
  return keys.some((key) => key.id === id && key.state !== 'signing');
}

function earliest(...times: readonly (Date | null)[]): Date | null {
  const set = times.filter((time) => time !== null).toSorted((a, b) => a.getTime() - b.getTime());
  return set[0] ?? null;
}
