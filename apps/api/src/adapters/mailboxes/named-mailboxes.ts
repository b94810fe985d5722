import { isIP } from 'node:net';
import { isPrivateAddress } from '@engagex/domain/shared';
import type { Dns } from '../../ports/dns.ts';
import { MailboxError, Mailboxes, type MailboxServer, type OpenMailbox } from '../../ports/mailboxes.ts';
import { openImap } from './imap-mailbox.ts';
import { openPop3 } from './pop3-mailbox.ts';

/** Connects to mail servers that organizations name. */
export class NamedMailboxes extends Mailboxes {
  readonly #dns: Dns;
  readonly #timeoutMs: number;

  constructor(dns: Dns, timeoutMs: number) {
    super();
    this.#dns = dns;
    this.#timeoutMs = timeoutMs;
  }

  async open(server: MailboxServer): Promise<OpenMailbox> {
    const located = { ...server, address: await this.#addressOf(server), timeoutMs: this.#timeoutMs };
    return server.kind === 'imap' ? openImap(located) : openPop3(located);
  }

  async #addressOf({ host, allowsPrivate }: MailboxServer): Promise<string> {
    const addresses = isIP(host) === 0 ? await this.#lookedUp(host) : [host];
    const [address] = addresses;
    if (!address) throw new MailboxError('unknown_host', '');
    if (!allowsPrivate && addresses.some(isPrivateAddress)) throw new MailboxError('private_network', '');
    return address;
  }

  async #lookedUp(host: string): Promise<readonly string[]> {
    try {
      return await this.#dns.addressesOf(host);
    } catch (cause) {
      throw new MailboxError('unreachable', `The DNS did not answer about ${host}.`, cause);
    }
  }
}
