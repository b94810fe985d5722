import { Injectable } from '@nestjs/common';
import { patienceMs } from '@engagex/domain/domains';
import { afterCommit, currentScope, runInScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../../platform/live/live.ts';
import { Clock } from '../../../ports/clock.ts';
import { challenge, handOver, oneDomain, ownerOfDomain, withdrawChallenge } from '../domains.queries.ts';
import { newToken } from '../ownership-token.ts';
import type { StoredDomain } from '../stored-domain.ts';

export interface Owner {
  readonly organizationId: string;
  readonly id: string;
}

/** What came of a claim: the domain is free now, gets free at a time, or is claimed by somebody who was first. */
export type Claimed =
  | { readonly kind: 'free' }
  | { readonly kind: 'waiting'; readonly at: Date }
  | { readonly kind: 'behind' };

/** Told in the transaction that makes it so, in the scope of the organization that had the domain. */
export type TellOwner = (domainId: string, news: 'domain_claimed' | 'domain_lost', why: string) => Promise<void>;

const takenWords = 'Another organization has proved that it controls the DNS of this domain, and has it now.';

/**
 * Domains that one organization has verified and another one proves. Whoever controls the DNS decides: the proof has to stand
 * for three days, in which the organization that has the domain knows of it and can have it removed.
 */
@Injectable()
export class DomainClaims {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** Who has a domain, if that is another organization. */
  async ownerBesides(name: string): Promise<Owner | null> {
    const owner = await this.db.transaction(() => this.db.row<Owner>(ownerOfDomain, [name]));
    return owner && owner.organizationId !== currentScope().organizationId ? owner : null;
  }

  /** Claims a domain that was just proved again. Outside of any transaction: it is the other organization's row. */
  async claim(owner: Owner, claimant: StoredDomain, tell: TellOwner): Promise<Claimed> {
    const now = this.clock.now();
    return this.#asOwner(owner, async () => {
      const left = await this.db.row(handOver, [owner.id, claimant.id, now, takenWords, newToken()]);
      if (left) {
        await tell(owner.id, 'domain_lost', '');
        return { kind: 'free' };
      }
      const at = new Date(now.getTime() + patienceMs);
      if (await this.db.row(challenge, [owner.id, claimant.id, at]))
        await tell(owner.id, 'domain_claimed', wordsForClaim(claimant.domain, at));
      const domain = await this.db.row<StoredDomain>(oneDomain, [owner.id]);
      const isFirst = domain?.challengerId === claimant.id && domain.leavesAt;
      return isFirst ? { kind: 'waiting', at: isFirst } : { kind: 'behind' };
    });
  }

  /** The proof is gone: the other organization keeps the domain. */
  async withdraw(owner: Owner, claimant: StoredDomain): Promise<void> {
    await this.#asOwner(owner, () => this.db.rows(withdrawChallenge, [owner.id, claimant.id]));
  }

  #asOwner<T>({ organizationId, id }: Owner, work: () => Promise<T>): Promise<T> {
    return runInScope({ organizationId, actor: { kind: 'system', name: 'domain-claims' } }, () =>
      this.db.transaction(() => {
        afterCommit(() => this.live.publish('domains', id));
        return work();
      }),
    );
  }
}

function wordsForClaim(domain: string, at: Date): string {
  return `The proof is a TXT record at _engagex.${domain}. Unless it is removed, the domain goes to the other organization on ${at.toISOString().slice(0, 16).replace('T', ' at ')} UTC.`;
}
