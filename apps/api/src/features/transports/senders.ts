import { Inject, Injectable } from '@nestjs/common';
import { invalid } from '@engagex/domain/shared';
import { problemWithSender, type SenderRules, standingOfSender } from '@engagex/domain/transports';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { senderRulesOf } from '../../sender-rules.ts';
import { hasOwnTransport } from './transports.queries.ts';

/** Which addresses an organization may send from: never the installation's, and through its transport only what the operator allows. */
@Injectable()
export class Senders {
  readonly #rules: SenderRules;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly db: TenantDb,
  ) {
    this.#rules = senderRulesOf(config);
  }

  /** Why the organization cannot send from this address; null when it can, or when there is none yet. Joins the open transaction. */
  async problemWith(address: string): Promise<string | null> {
    const standing = standingOfSender(address, this.#rules);
    if (address === '' || standing === 'named' || standing === 'open') return null;
    if (standing === 'reserved') return problemWithSender(address, standing, false);
    const own = await this.db.transaction(() => this.db.row<{ yes: boolean }>(hasOwnTransport));
    return problemWithSender(address, standing, own?.yes ?? false);
  }

  /** Throws `sender.not-allowed` for an address that the organization cannot send from, naming the field it is in. */
  async assert(address: string, field: string): Promise<void> {
    const message = await this.problemWith(address);
    if (message) throw invalid('sender.not-allowed', message, [{ path: [field], message }]);
  }

  /** Throws for an address of the installation, whichever transports there are; others may become possible. */
  assertNotReserved(address: string, field: string): void {
    if (standingOfSender(address, this.#rules) !== 'reserved') return;
    const message = problemWithSender(address, 'reserved', false) ?? '';
    throw invalid('sender.not-allowed', message, [{ path: [field], message }]);
  }

  /** Why a transport must not be handed a message from this address; null when it may. */
  whyNotCarried(address: string, transport: 'installation' | 'own'): string | null {
    return problemWithSender(address, standingOfSender(address, this.#rules), transport === 'own');
  }

  /** What the installation's transport carries, for the list of transports. */
  get ofInstallation(): string {
    const { named, allowsOthers } = this.#rules;
    if (allowsOthers) return 'Sends for every domain except the installation’s own.';
    if (named.length === 0)
      return 'Sends no mail for organizations yet. Add your own transport, or ask the operator to allow your domain.';
    return `Sends only for ${named.join(', ')}. For other senders, add your own transport.`;
  }
}
