import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { plusAddress } from '@engagex/domain/bounce-mailboxes';
import { afterCommit, asSystem, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../../config.ts';
import { Live } from '../../../platform/live/live.ts';
import { CONFIG, LOGGER } from '../../../platform/tokens.ts';
import type { Mail } from '../../../ports/mail.ts';
import { returnPathChanged, returnPathFound } from '../transports.queries.ts';
import { ReturnPathHosts } from './return-path-hosts.ts';
import { type ReturnPath, type ReturnPathFact, ReturnPathMail } from './return-path-mail.ts';
import { ReturnPathTokens } from './return-path-tokens.ts';

/** The transport that is handed messages, as far as return paths depend on it. */
interface Through {
  readonly id: string;
  readonly kind: 'installation' | 'smtp' | 'sendgrid';
  readonly returnPath: ReturnPathFact | null;
  readonly updatedAt: Date;
  /** Of its bounce mailbox. */
  readonly mailboxAddress: string | null;
  readonly takesPlus: boolean;
}

/** Gives the messages of transports their return paths, and remembers which of them allow that. */
@Injectable()
export class ReturnPaths {
  readonly #tokens: ReturnPathTokens;
  #whenDeleted: (transportId: string) => Promise<void> = async () => {};

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly hosts: ReturnPathHosts,
  ) {
    this.#tokens = new ReturnPathTokens(config.TRACKING_SECRET);
  }

  /** SendGrid has return paths of its own. */
  of(mail: Mail, transport: Through): Mail {
    if (this.providerOf(transport)) return mail;
    const mailbox = this.#mailboxOf(transport);
    return new ReturnPathMail(mail, {
      tokens: this.#tokens,
      pathsOf: async (domain) => mailbox ?? this.#atHost(domain),
      complaintHostOf: (domain) => this.hosts.hostOf(domain),
      known: this.#knownOf(transport),
      found: (fact, words) => void this.#note(transport, fact, words),
    });
  }

  /**
   * The same for a delivery test: whatever is known of it, it is asked whether it takes our return path, and
   * `found` hears the answer.
   */
  testing(mail: Mail, transport: Through, found: (fact: ReturnPathFact, words: string) => void): Mail {
    const mailbox = this.#mailboxOf(transport);
    return new ReturnPathMail(mail, {
      tokens: this.#tokens,
      pathsOf: async (domain) => mailbox ?? this.#atHost(domain),
      complaintHostOf: (domain) => this.hosts.hostOf(domain),
      known: null,
      found: (fact, words) => {
        found(fact, words);
        void this.#note(transport, fact, words);
      },
    });
  }

  /** The provider that has return paths of its own; null for SMTP servers. */
  providerOf({ kind }: Pick<Through, 'kind'>): string | null {
    const isSendGrid = kind === 'installation' ? this.config.SENDGRID_API_KEY !== undefined : kind === 'sendgrid';
    return isSendGrid ? 'SendGrid' : null;
  }

  /** Our return path is replaced on the way and bounces do not come: as good as refused. A bounce mailbox is kept: somebody chose it. */
  async isLost(transport: Through, words: string): Promise<void> {
    if (this.#mailboxOf(transport) === null) await this.#note(transport, 'refused', words);
  }

  /** A mailbox is there because the server takes no other return paths, so it comes before hosts of ours. */
  #mailboxOf({ kind, mailboxAddress, takesPlus }: Through): ((token: string) => readonly ReturnPath[]) | null {
    const { BOUNCE_MAILBOX_ADDRESS, BOUNCE_MAILBOX_PLUS } = this.config;
    const address = kind === 'installation' ? (BOUNCE_MAILBOX_ADDRESS ?? null) : mailboxAddress;
    const hasPlus = kind === 'installation' ? BOUNCE_MAILBOX_PLUS : takesPlus;
    if (address === null) return null;
    const plain = { kind: 'plain', address } as const;
    return (token) => {
      const named = hasPlus ? plusAddress(address, token) : null;
      return named ? [{ kind: 'verp', address: named }, plain] : [plain];
    };
  }

  /** That the installation's server refused a return path may date from before it had a mailbox. */
  #knownOf({ kind, returnPath }: Through): ReturnPathFact | null {
    const isOld = kind === 'installation' && returnPath === 'refused' && this.config.BOUNCE_MAILBOX_ADDRESS;
    return isOld ? null : returnPath;
  }

  /** For what a deleted transport takes along; called in the transaction that deletes it. */
  onTransportDeleted(listener: (transportId: string) => Promise<void>): void {
    this.#whenDeleted = listener;
  }

  transportDeleted(transportId: string): Promise<void> {
    return this.#whenDeleted(transportId);
  }

  /** Bounces of a transport go elsewhere from now on; answers its kind, or null where there is none. In the open transaction. */
  async changed(transportId: string): Promise<Through['kind'] | null> {
    const transport = await this.db.row<{ kind: Through['kind'] }>(returnPathChanged, [transportId]);
    if (transport) afterCommit(() => this.live.publish('transports', transportId));
    return transport?.kind ?? null;
  }

  async #atHost(domain: string): Promise<(token: string) => readonly ReturnPath[]> {
    const host = await this.hosts.hostOf(domain);
    return (token) => (host ? [{ kind: 'verp', address: `${token}@${host}` }] : []);
  }

  async #note({ id, updatedAt }: Through, fact: ReturnPathFact, words: string): Promise<void> {
    try {
      const noted = await asSystem('return paths', () =>
        this.db.transaction(() => this.db.rows(returnPathFound, [id, fact, updatedAt])),
      );
      if (noted.length === 0) return;
      if (fact === 'refused')
        this.log.warn(
          { transport: id, response: words },
          'a transport refuses our return path; bounces go to the sender',
        );
      this.live.publish('transports');
    } catch (err) {
      this.log.warn({ err, transport: id }, 'whether a transport takes our return path could not be stored'); // it turns out again
    }
  }
}
