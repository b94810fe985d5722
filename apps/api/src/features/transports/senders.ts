import { Inject, Injectable } from '@nestjs/common';
import { maySend } from '@engagex/domain/domains';
import { invalid } from '@engagex/domain/shared';
import { problemWithSender, type SenderRules, type SenderStanding, standingOfSender } from '@engagex/domain/transports';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { senderRulesOf } from '../../sender-rules.ts';
import { type DomainStanding, DomainStandings } from '../domains/index.ts';
import type { SenderCheck } from './guarded-mail.ts';
import { hasOwnTransport } from './transports.queries.ts';

/**
 * Which addresses an organization may send from: never the installation's, and through its transport only at domains it has
 * verified or the operator allows.
 */
@Injectable()
export class Senders {
  readonly #rules: SenderRules;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly db: TenantDb,
    private readonly domains: DomainStandings,
  ) {
    this.#rules = senderRulesOf(config);
  }

  /**
   * Why the organization cannot send campaigns from this address; null when it can, or when there is none yet. Joins the
   * open transaction.
   */
  async problemWith(address: string): Promise<string | null> {
    if (address === '') return null;
    const domain = await this.domains.now(address);
    if (domain?.state === 'failed' && this.#allowed(address) !== 'named')
      return problemWithSender(address, 'failed', false);
    return this.#problem(address, domain);
  }

  /** Throws for an address that the organization cannot send single messages from, naming the field it is in. */
  async assert(address: string, field: string): Promise<void> {
    const domain = address === '' ? null : await this.domains.now(address);
    const message = await this.#problem(address, domain);
    if (message)
      throw invalid(domain ? 'domain.unverified' : 'sender.not-allowed', message, [{ path: [field], message }]);
  }

  /** Throws for an address of the installation, whichever transports there are; others may become possible. */
  assertNotReserved(address: string, field: string): void {
    if (this.#allowed(address) !== 'reserved') return;
    const message = problemWithSender(address, 'reserved', false) ?? '';
    throw invalid('sender.not-allowed', message, [{ path: [field], message }]);
  }

  /** Why a transport must not be handed a message from this address, and what signs it, as it was a few seconds ago at most. */
  async check(address: string, transport: 'installation' | 'own'): Promise<SenderCheck> {
    const domain = await this.domains.lately(address);
    const standing = this.#standing(address, domain);
    const key = standing === 'reserved' ? null : (domain?.key ?? null);
    return { problem: problemWithSender(address, standing, transport === 'own'), key };
  }

  /** What the installation's transport carries, for the list of transports. */
  get ofInstallation(): string {
    const { named, allowsOthers } = this.#rules;
    if (allowsOthers) return 'Sends for every domain except the installation’s own.';
    if (named.length === 0)
      return 'Sends only for domains you have verified. For other senders, add your own transport.';
    return `Sends only for ${named.join(', ')} and domains you have verified. For other senders, add your own transport.`;
  }
  async #problem(address: string, domain: DomainStanding | null): Promise<string | null> {
    if (address === '') return null;
    const standing = this.#standing(address, domain);
    if (standing !== 'own-transport') return problemWithSender(address, standing, false);
    const own = await this.db.transaction(() => this.db.row<{ yes: boolean }>(hasOwnTransport));
    return problemWithSender(address, standing, own?.yes ?? false);
  }

  /** What the organization's own domain adds to what the operator allows. */
  #standing(address: string, domain: DomainStanding | null): SenderStanding {
    const allowed = this.#allowed(address);
    const isAdded = domain !== null && maySend(domain.state) && (allowed === 'open' || allowed === 'own-transport');
    return isAdded ? 'verified' : allowed;
  }

  #allowed(address: string): SenderStanding {
    return standingOfSender(address, this.#rules);
  }
}
