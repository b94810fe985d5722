import { isUtf8 } from 'node:buffer';
import type { CaaRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPrivateAddress } from '@engagex/domain/shared';
import { getPublicSuffix } from 'tldts';
import type { DnsInquiry, DnsRecordsOf, DnsReply, DnsType, InquiryLimits, ZoneReply } from '../ports/dns.ts';

export interface InquiryOptions {
  /** Name servers to ask instead of the system's. */
  readonly servers: readonly string[];
  /** Whether name servers of a zone may be in a private network. */
  readonly allowsPrivate: boolean;
  /** Where name servers of zones listen. */
  readonly authoritativePort: number;
  /** For one attempt at one name server. */
  readonly timeoutMs: number;
}

const mostNameServers = 4;

/** The name servers of a zone: the first of them that answers, and each of the others by itself. */
interface Authority {
  readonly all: Resolver;
  readonly each: readonly Resolver[];
}

/** Codes of `node:dns` that mean there is nothing, and not that nobody answered. */
const noData = 'ENODATA';
const noName = new Set(['ENOTFOUND', 'EBADNAME']);

/** Asks the name servers of opened zones, and the resolver about everything else and where those do not help. */
export class ResolverInquiry implements DnsInquiry {
  readonly #options: InquiryOptions;
  readonly #limits: InquiryLimits;
  readonly #until: number;
  readonly #recursive: Resolver;
  readonly #authorities = new Map<string, Authority>();
  readonly #names = new Map<Resolver, string>();
  readonly #zones = new Map<string, Promise<ZoneReply>>();
  readonly #asked = new Map<string, Promise<DnsReply<DnsType>>>();
  #queries = 0;

  constructor(options: InquiryOptions, limits: InquiryLimits) {
    this.#options = options;
    this.#limits = limits;
    this.#until = Date.now() + limits.milliseconds;
    this.#recursive = resolverOf(options.servers, { timeout: options.timeoutMs, tries: 2 });
  }

  get queries(): number {
    return this.#queries;
  }

  zoneOf(domain: string): Promise<ZoneReply> {
    const known = this.#zones.get(domain) ?? this.#findZone(domain);
    this.#zones.set(domain, known);
    return known;
  }

  async ask<T extends DnsType>(name: string, type: T): Promise<DnsReply<T>> {
    const own = await this.#askAuthority(name, type);
    if (own?.kind === 'found') return own;
    // Its servers may only refer to those of a zone below, may no longer have the zone, or not answer from here.
    const others = await this.#once(this.#recursive, name, type);
    if (own?.kind !== 'none' || others.kind !== 'none') return others;
    return (await this.#foundAtOne(name, type)) ?? own;
  }

  async glance<T extends DnsType>(name: string, type: T): Promise<DnsReply<T>> {
    const own = await this.#askAuthority(name, type);
    return own && own.kind !== 'unreachable' ? own : this.#once(this.#recursive, name, type);
  }

  async #findZone(domain: string): Promise<ZoneReply> {
    const suffix = getPublicSuffix(domain) ?? '';
    for (let name = domain; name !== '' && name !== suffix; name = name.slice(name.indexOf('.') + 1)) {
      const reply = await this.#once(this.#recursive, name, 'NS');
      if (reply.kind === 'unreachable') return reply;
      if (reply.kind === 'found') {
        await this.#open(name, reply.records);
        return { kind: 'found', zone: name, nameServers: reply.records.map(spelled) };
      }
      if (!name.includes('.')) break;
    }
    return { kind: 'none' };
  }

  async #open(zone: string, nameServers: readonly string[]): Promise<void> {
    const addresses: string[] = [];
    for (const server of nameServers.slice(0, mostNameServers)) {
      const reply = await this.#once(this.#recursive, spelled(server), 'A');
      if (reply.kind === 'found') addresses.push(...reply.records);
    }
    const allowed = addresses.filter((address) => this.#options.allowsPrivate || !isPrivateAddress(address));
    if (allowed.length === 0) return;
    const { authoritativePort: port, timeoutMs: timeout } = this.#options;
    const servers = allowed.slice(0, mostNameServers).map((address) => `${address}:${port}`);
    const asking = (some: readonly string[]) =>
      this.#named(resolverOf(some, { timeout, tries: 1 }), `zone ${some.join()}`);
    const all = asking(servers);
    this.#authorities.set(zone, { all, each: servers.slice(1).map((server) => asking([server])) });
  }

  async #askAuthority<T extends DnsType>(name: string, type: T): Promise<DnsReply<T> | null> {
    const authority = this.#authorityOf(name);
    return authority ? this.#once(authority.all, name, type) : null;
  }

  /** What one of the servers knows that the others do not: they do not get news at the same time. */
  async #foundAtOne<T extends DnsType>(name: string, type: T): Promise<DnsReply<T> | null> {
    for (const server of this.#authorityOf(name)?.each ?? []) {
      const reply = await this.#once(server, name, type);
      if (reply.kind === 'found') return reply;
    }
    return null;
  }

  #authorityOf(name: string): Authority | undefined {
    const zones = [...this.#authorities.keys()].filter((zone) => name === zone || name.endsWith(`.${zone}`));
    const zone = zones.toSorted((a, b) => b.length - a.length)[0];
    return zone === undefined ? undefined : this.#authorities.get(zone);
  }

  #named(resolver: Resolver, name: string): Resolver {
    this.#names.set(resolver, name);
    return resolver;
  }

  #once<T extends DnsType>(resolver: Resolver, name: string, type: T): Promise<DnsReply<T>> {
    const key = `${this.#names.get(resolver) ?? ''} ${type} ${name}`;
    const known = this.#asked.get(key);
    const reply = known ?? this.#query(resolver, name, type);
    this.#asked.set(key, reply);
    return reply as Promise<DnsReply<T>>; // the key has the type
  }

  async #query<T extends DnsType>(resolver: Resolver, name: string, type: T): Promise<DnsReply<T>> {
    if (this.#queries >= this.#limits.queries) return { kind: 'unreachable', because: 'too many questions' };
    if (Date.now() >= this.#until) return { kind: 'unreachable', because: 'it took too long' };
    if (isIP(name) !== 0 || name.length > 253) return { kind: 'none', exists: false };
    this.#queries += 1;
    try {
      const records = await recordsOf(resolver, name, type);
      return records.length > 0 ? { kind: 'found', records } : { kind: 'none', exists: true };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === noData) return { kind: 'none', exists: true };
      if (noName.has(code)) return { kind: 'none', exists: false };
      return { kind: 'unreachable', because: code || String(error) };
    }
  }
}

function resolverOf(servers: readonly string[], patience: { timeout: number; tries: number }): Resolver {
  const resolver = new Resolver(patience);
  if (servers.length > 0) resolver.setServers([...servers]);
  return resolver;
}

async function recordsOf<T extends DnsType>(
  resolver: Resolver,
  name: string,
  type: T,
): Promise<readonly DnsRecordsOf[T][]> {
  const ask: { readonly [K in DnsType]: () => Promise<readonly DnsRecordsOf[K][]> } = {
    TXT: async () => (await resolver.resolveTxt(name)).map((strings) => strings.map(inUtf8)),
    CNAME: async () => (await resolver.resolveCname(name)).map(spelled),
    MX: async () =>
      (await resolver.resolveMx(name)).map(({ exchange, priority }) => ({ exchange: spelled(exchange), priority })),
    A: () => resolver.resolve4(name),
    AAAA: () => resolver.resolve6(name),
    NS: async () => (await resolver.resolveNs(name)).map(spelled),
    PTR: async () => (await resolver.resolvePtr(name)).map(spelled),
    CAA: async () => (await resolver.resolveCaa(name)).flatMap(propertiesOf),
  };
  return ask[type]();
}

/** Node reads the bytes of texts as Latin-1; forms of DNS hosts send UTF-8. */
function inUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}

/** Node names the property by its tag. */
function propertiesOf(record: CaaRecord): DnsRecordsOf['CAA'][] {
  return Object.entries(record)
    .filter(([tag]) => tag !== 'critical')
    .map(([tag, value]) => ({ tag: tag.toLowerCase(), value: String(value) }));
}

function spelled(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
