/** What the records of a type are. */
export interface DnsRecordsOf {
  /** Each in its strings, which stand beside each other without anything between. */
  readonly TXT: readonly string[];
  readonly CNAME: string;
  readonly MX: { readonly exchange: string; readonly priority: number };
  readonly A: string;
  readonly AAAA: string;
  readonly NS: string;
  readonly PTR: string;
  /** Which authorities may certify (RFC 8659): `issue` and its value. */
  readonly CAA: { readonly tag: string; readonly value: string };
}
export type DnsType = keyof DnsRecordsOf;

/**
 * The answer to one question. `none` is definite: the name has no such record (NODATA), or does not exist (NXDOMAIN).
 * `unreachable`: SERVFAIL, REFUSED, no answer in time, or more questions than allowed. Nobody knows then.
 */
export type DnsReply<T extends DnsType> =
  | { readonly kind: 'found'; readonly records: readonly DnsRecordsOf[T][] }
  | { readonly kind: 'none'; readonly exists: boolean }
  | { readonly kind: 'unreachable'; readonly because: string };

/** The zone a name belongs to. `none`: there is none below the public suffix, so nobody has set the domain up. */
export type ZoneReply =
  | { readonly kind: 'found'; readonly zone: string; readonly nameServers: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreachable'; readonly because: string };

export interface InquiryLimits {
  readonly queries: number;
  readonly milliseconds: number;
}

/** Questions that belong together: each is asked once, and all of them within limits. Names are without a dot at the end. */
export interface DnsInquiry {
  /**
   * Finds the zone of a domain. From then on, what is asked about names in it goes to its own name servers, which know of
   * a record the moment it is published; a resolver may say for hours that there is none (RFC 2308).
   */
  zoneOf(domain: string): Promise<ZoneReply>;
  /** Aliases are followed, except for `CNAME`. */
  ask<T extends DnsType>(name: string, type: T): Promise<DnsReply<T>>;
  /** The same, content with the first answer: for places where a record is only by mistake. */
  glance<T extends DnsType>(name: string, type: T): Promise<DnsReply<T>>;
  /** How many questions went out so far. */
  readonly queries: number;
}

/** The domain name system, as far as mail needs it. */
export abstract class Dns {
  /**
   * The mail exchangers of a domain in their order of preference; empty when it has none or does not exist. Throws when
   * nobody answered.
   */
  abstract exchangesOf(domain: string): Promise<readonly string[]>;

  /** The addresses of a host; empty when it has none or does not exist. Throws when nobody answered. */
  abstract addressesOf(host: string): Promise<readonly string[]>;

  /** Begins a series of questions. */
  abstract inquire(limits: InquiryLimits): DnsInquiry;
}
