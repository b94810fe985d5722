import { isIP } from 'node:net';
import { isPrivateAddress } from '@engagex/domain/shared';
import { Dns } from '../ports/dns.ts';
import { type HandOver, Mail, type OutgoingMessage, unwatched, type Watch } from '../ports/mail.ts';
import { type MailServer, MailServers } from '../ports/mail-servers.ts';
import { SendGridMail } from './sendgrid-mail.ts';
import { type KeyFor, SmtpMail } from './smtp/smtp-mail.ts';
import { timeoutsUpTo } from './smtp/timeouts.ts';

type SmtpServer = Extract<MailServer, { kind: 'smtp' }>;

interface Options {
  readonly sendGridUrl: string;
  readonly allowsPrivate: boolean;
  readonly timeoutSeconds?: number | undefined;
  /** What signs messages through SMTP servers; SendGrid signs what it sends. */
  readonly keyFor: KeyFor;
}

/** How long an address stands before its name is asked about again. */
const staleAfterMs = 60_000;
/** Connections to where a server was before finish what they have under way. */
const closeMovedAfterMs = 120_000;

/** Connects to servers that organizations name. */
export class NamedMailServers extends MailServers {
  readonly #dns: Dns;
  readonly #options: Options;

  constructor(dns: Dns, options: Options) {
    super();
    this.#dns = dns;
    this.#options = options;
  }

  connect(server: MailServer): Mail {
    const { sendGridUrl, timeoutSeconds } = this.#options;
    if (server.kind === 'sendgrid')
      return new SendGridMail({ apiKey: server.secret, baseUrl: sendGridUrl, timeoutSeconds });
    return new NamedSmtpMail(server, this.#dns, this.#options);
  }
}

/**
 * The SMTP server of a name. The name is looked up here and the connection made to the very address that was looked at,
 * so one that changes its mind between two questions gains nothing.
 */
class NamedSmtpMail extends Mail {
  readonly #server: SmtpServer;
  readonly #dns: Dns;
  readonly #options: Options;
  #known: { address: string; until: number; mail: Mail } | null = null;
  #asking: Promise<Mail | HandOver> | null = null;

  constructor(server: SmtpServer, dns: Dns, options: Options) {
    super();
    this.#server = server;
    this.#dns = dns;
    this.#options = options;
  }

  async sendAll(messages: readonly OutgoingMessage[], watch: Watch = unwatched): Promise<HandOver[]> {
    const mail = await this.#connected();
    if (mail instanceof Mail) return mail.sendAll(messages.map(namedFor(this.#server.host)), watch);
    for (const index of messages.keys()) watch.answered(index, mail);
    return messages.map(() => mail);
  }

  async close(): Promise<void> {
    await this.#known?.mail.close();
  }

  /** The connections, or why there are none. */
  async #connected(): Promise<Mail | HandOver> {
    if (this.#known && this.#known.until > Date.now()) return this.#known.mail;
    this.#asking ??= this.#check().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #check(): Promise<Mail | HandOver> {
    const { host } = this.#server;
    const addresses = isIP(host) === 0 ? await this.#dns.addressesOf(host) : [host];
    const [address] = addresses;
    if (!address) return { kind: 'unreachable', response: `The server ${host} was not found in the DNS.` };
    if (!this.#options.allowsPrivate && addresses.some(isPrivateAddress)) {
      const response = `The server ${host} is in a private network, which this installation does not allow.`;
      return { kind: 'refused', response };
    }
    if (this.#known && addresses.includes(this.#known.address)) {
      this.#known.until = Date.now() + staleAfterMs;
      return this.#known.mail;
    }
    const before = this.#known?.mail;
    const { port, security, username, secret } = this.#server;
    const where = {
      host,
      address,
      port,
      isSecure: security === 'tls',
      startTls: security === 'starttls' ? 'required' : 'never',
      user: username ?? '',
      password: secret ?? '',
    } as const;
    const { timeoutSeconds, keyFor } = this.#options;
    const mail = new SmtpMail(where, { timeouts: timeoutsUpTo(timeoutSeconds), keyFor });
    this.#known = { address, until: Date.now() + staleAfterMs, mail };
    if (before) setTimeout(() => void before.close(), closeMovedAfterMs).unref();
    return mail;
  }
}

/**
 * Providers that put a Message-ID of their own in place of ours give back what such a header says, with every event.
 * https://postmarkapp.com/support/article/1125-custom-metadata-faq
 * https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp
 */
function namedFor(host: string): (message: OutgoingMessage) => OutgoingMessage {
  const isOf = (domain: string) => host.toLowerCase().endsWith(domain);
  const headersOf = ({ deliveryId }: OutgoingMessage): Readonly<Record<string, string>> => {
    if (isOf('.postmarkapp.com')) return { 'X-PM-Metadata-delivery_id': deliveryId };
    return { 'X-Mailgun-Variables': JSON.stringify({ delivery_id: deliveryId }) };
  };
  if (!isOf('.postmarkapp.com') && !isOf('.mailgun.org')) return (message) => message;
  return (message) => ({ ...message, headers: { ...message.headers, ...headersOf(message) } });
}
