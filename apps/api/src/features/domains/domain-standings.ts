import { createPrivateKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type DomainState, maySend } from '@engagex/domain/domains';
import { domainOf, spelledAddress } from '@engagex/domain/shared';
import { currentScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { CONFIG } from '../../platform/tokens.ts';
import type { SigningKey } from '../../ports/mail.ts';
import { purposeOfKey } from './domain-keys.ts';
import { standingOfName } from './domains.queries.ts';
import { hostsOf } from './installation-hosts.ts';
import type { SeenDomain } from './stored-domain.ts';

/** What an organization may do in the name of a domain. */
export interface DomainStanding {
  readonly state: DomainState;
  /** Signs mail whose From is at exactly this domain; null when none does. */
  readonly key: SigningKey | null;
  /** Where bounces can go: a host whose records were found; null when there is none. */
  readonly returnPathHost: string | null;
}

interface Row {
  readonly state: DomainState;
  readonly seen: SeenDomain | null;
  readonly returnPathKind: 'installation' | 'own';
  readonly returnPathLabel: string;
  readonly publicKey: string | null;
  readonly selector: string | null;
  readonly privateKey: Buffer | null;
  readonly boxKeyId: string | null;
}

interface Known {
  readonly standing: DomainStanding | null;
  readonly until: number;
}

/** A key that was just replaced stays published for a week, so what is known may be this old. */
const knownForMs = 15_000;
const mostKnown = 10_000;

/** Which domains the organization of the scope has verified, and the keys that sign for them. */
@Injectable()
export class DomainStandings {
  readonly #known = new Map<string, Known>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly box: SecretBox,
  ) {}

  /** As it is stored now, in the open transaction or one of its own; null for a domain that was not added. */
  async now(address: string): Promise<DomainStanding | null> {
    const domain = nameOf(address);
    if (domain === '') return null;
    const [row] = await this.db.transaction(() => this.db.rows<Row>(standingOfName, [domain]));
    return row ? this.#standingOf(domain, row) : null;
  }

  /** The same as it was a few seconds ago at most: for every message. */
  async lately(address: string): Promise<DomainStanding | null> {
    const name = keyOf(nameOf(address));
    const known = this.#known.get(name);
    if (known && known.until > Date.now()) return known.standing;
    try {
      const standing = await this.now(address);
      if (this.#known.size >= mostKnown) this.#known.clear();
      this.#known.set(name, { standing, until: Date.now() + knownForMs });
      return standing;
    } catch (error) {
      if (!known) throw error;
      return known.standing; // the database is away for a moment
    }
  }

  /** Something about this domain changed in this process. */
  forget(domain: string): void {
    this.#known.delete(keyOf(domain));
  }

  #standingOf(domain: string, row: Row): DomainStanding {
    const paths = row.seen?.records.filter(({ key }) => key.startsWith('return_path')) ?? [];
    const isUsable = maySend(row.state) && paths.length > 0 && paths.every(({ standing }) => standing === 'published');
    const isSetUp = row.returnPathKind === 'own' || hostsOf(this.config).bounces !== null;
    return {
      state: row.state,
      key: maySend(row.state) ? this.#keyOf(domain, row) : null,
      returnPathHost: isUsable && isSetUp ? `${row.returnPathLabel}.${domain}` : null,
    };
  }

  /** One that was sealed with another secret is as good as none. */
  #keyOf(domain: string, { publicKey, selector, privateKey, boxKeyId }: Row): SigningKey | null {
    if (!publicKey || !selector || !privateKey || boxKeyId !== this.box.keyId) return null;
    return { domain, selector, privateKey: createPrivateKey(this.box.open(privateKey, purposeOfKey(publicKey))) };
  }
}

function nameOf(address: string): string {
  return domainOf(spelledAddress(address.trim())).replace(/\.$/, '');
}

function keyOf(domain: string): string {
  return `${currentScope().organizationId} ${domain}`;
}
