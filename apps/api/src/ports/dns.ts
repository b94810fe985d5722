/** The domain name system, as far as mail needs it. */
export abstract class Dns {
  /**
   * The mail exchangers of a domain in their order of preference; empty when it has none or does not exist. Throws when
   * nobody answered.
   */
  abstract exchangesOf(domain: string): Promise<readonly string[]>;

  /** The addresses of a host; empty when it has none or does not exist. Throws when nobody answered. */
  abstract addressesOf(host: string): Promise<readonly string[]>;
}
