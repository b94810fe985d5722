import { lookup, Resolver } from 'node:dns/promises';
import { Dns, type DnsInquiry, type InquiryLimits } from '../ports/dns.ts';
import { type InquiryOptions, ResolverInquiry } from './dns-inquiry.ts';

const timeoutMs = 1_500;
const dnsPort = 53;

/** Codes of `node:dns` that mean there is nothing, and not that nobody answered. */
const nothing = new Set(['ENODATA', 'ENOTFOUND']);

/** Asks the name servers of the system, or those it is given; and those of a zone about what is published in it. */
export class NodeDns extends Dns {
  readonly #resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  readonly #options: InquiryOptions;

  constructor(servers: readonly string[], options: Partial<Omit<InquiryOptions, 'servers'>> = {}) {
    super();
    this.#options = { servers, allowsPrivate: false, authoritativePort: dnsPort, timeoutMs, ...options };
    if (servers.length > 0) this.#resolver.setServers([...servers]);
  }

  async exchangesOf(domain: string): Promise<readonly string[]> {
    try {
      const records = await this.#resolver.resolveMx(domain);
      return records.toSorted((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
    } catch (error) {
      if (error instanceof Error && 'code' in error && nothing.has(String(error.code))) return [];
      throw error;
    }
  }

  /** As every connection looks a host up, so /etc/hosts counts. */
  async addressesOf(host: string): Promise<readonly string[]> {
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address);
    } catch {
      return [];
    }
  }

  inquire(limits: InquiryLimits): DnsInquiry {
    return new ResolverInquiry(this.#options, limits);
  }
}
