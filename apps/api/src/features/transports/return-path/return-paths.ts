import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../../config.ts';
import { Live } from '../../../platform/live/live.ts';
import { CONFIG, LOGGER } from '../../../platform/tokens.ts';
import type { Mail } from '../../../ports/mail.ts';
import { returnPathFound } from '../transports.queries.ts';
import { ReturnPathHosts } from './return-path-hosts.ts';
import { ReturnPathMail } from './return-path-mail.ts';
import { ReturnPathTokens } from './return-path-tokens.ts';

/** The transport that is handed messages, as far as return paths depend on it. */
interface Through {
  readonly id: string;
  readonly kind: 'installation' | 'smtp' | 'sendgrid';
  readonly returnPath: 'verp' | 'refused' | null;
  readonly updatedAt: Date;
}

/** Gives the messages of transports their return paths, and remembers which of them allow that. */
@Injectable()
export class ReturnPaths {
  readonly #tokens: ReturnPathTokens;

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
    return new ReturnPathMail(mail, {
      tokens: this.#tokens,
      hostOf: (domain) => this.hosts.hostOf(domain),
      known: transport.returnPath,
      found: (fact, words) => void this.#note(transport, fact, words),
    });
  }

  /**
   * The same for a transport that is examined: whatever is known of it, it is asked whether it takes our return path, and
   * `found` hears the answer.
   */
  examining(mail: Mail, transport: Through, found: (fact: 'verp' | 'refused', words: string) => void): Mail {
    return new ReturnPathMail(mail, {
      tokens: this.#tokens,
      hostOf: (domain) => this.hosts.hostOf(domain),
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

  /** Our return path is replaced on the way and bounces do not come: as good as refused. */
  async isLost(transport: Through, words: string): Promise<void> {
    await this.#note(transport, 'refused', words);
  }

  async #note({ id, updatedAt }: Through, fact: 'verp' | 'refused', words: string): Promise<void> {
    try {
      const noted = await this.db.transaction(() => this.db.rows(returnPathFound, [id, fact, updatedAt]));
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
