import { isIP } from 'node:net';
import { isPrivateAddress } from '@engagex/domain/shared';
import { Dns } from '../ports/dns.ts';
import { type HandOver, Mail, type OutgoingMessage } from '../ports/mail.ts';
import { type MailServer, MailServers } from '../ports/mail-servers.ts';
import { SendGridMail } from './sendgrid-mail.ts';
import { SmtpMail } from './smtp/smtp-mail.ts';

type SmtpServer = Extract<MailServer, { kind: 'smtp' }>;

/** How long an address stands before its name is asked about again. */
const staleAfterMs = 60_000;

/** Connects to servers that organizations name. */
export class NamedMailServers extends MailServers {
  readonly #dns: Dns;
  readonly #options: { sendGridUrl: string; allowsPrivate: boolean };

  constructor(dns: Dns, options: { sendGridUrl: string; allowsPrivate: boolean }) {
    super();
    this.#dns = dns;
    this.#options = options;
  }

  connect(server: MailServer): Mail {
    if (server.kind === 'sendgrid')
      return new SendGridMail({ apiKey: server.secret, baseUrl: this.#options.sendGridUrl });
    return new NamedSmtpMail(server, this.#dns, this.#options.allowsPrivate);
  }
}

/**
 * The SMTP server of a name. The name is looked up here and the connection made to the very address that was looked at,
 * so one that changes its mind between two questions gains nothing.
 */
class NamedSmtpMail extends Mail {
  readonly #server: SmtpServer;
  readonly #dns: Dns;
  readonly #allowsPrivate: boolean;
  #known: { address: string; until: number; mail: Mail } | null = null;
  #asking: Promise<Mail | HandOver> | null = null;

  constructor(server: SmtpServer, dns: Dns, allowsPrivate: boolean) {
    super();
    this.#server = server;
    this.#dns = dns;
    this.#allowsPrivate = allowsPrivate;
  }

  async sendAll(messages: readonly OutgoingMessage[]): Promise<HandOver[]> {
    const mail = await this.#connected();
    return mail instanceof Mail ? mail.sendAll(messages) : messages.map(() => mail);
  }

  async close(): Promise<void> {
    await this.#known?.mail.close();
  }

  /** The connections, or why there are none. */
  async #connected(): Promise<Mail | HandOver> {
    if (this.#known && this.#known.until > Date.now()) return this.#known.mail;
    this.#asking ??= this.#look().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #look(): Promise<Mail | HandOver> {
    const { host } = this.#server;
    const addresses = isIP(host) === 0 ? await this.#dns.addressesOf(host) : [host];
    const [address] = addresses;
    if (!address) return { kind: 'unreachable', response: `The server ${host} is not known to the DNS.` };
    if (!this.#allowsPrivate && addresses.some(isPrivateAddress)) {
      const response = `The server ${host} is in a private network, which this installation does not allow.`;
      return { kind: 'refused', response };
    }
    if (this.#known && addresses.includes(this.#known.address)) {
      this.#known.until = Date.now() + staleAfterMs;
      return this.#known.mail;
    }
    const before = this.#known?.mail;
    const { port, security, username, secret } = this.#server;
    const mail = new SmtpMail({
      host,
      address,
      port,
      isSecure: security === 'tls',
      startTls: security === 'starttls' ? 'required' : 'never',
      user: username ?? '',
      password: secret ?? '',
    });
    this.#known = { address, until: Date.now() + staleAfterMs, mail };
    await before?.close();
    return mail;
  }
}
