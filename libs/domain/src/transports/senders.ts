import { addressKey, domainOf } from '../shared/index.ts';

/** Whose name an installation lends to its organizations. Domains cover what is below them; all as DNS knows them. */
export interface SenderRules {
  /** The installation's own domains: those of its account mail and of its signature. */
  readonly reserved: readonly string[];
  /** Addresses and domains that the operator allows by name, reserved or not. */
  readonly named: readonly string[];
  /** Whether the installation's transport carries every sender that is not reserved. */
  readonly allowsOthers: boolean;
}

/**
 * `verified` is at a domain of the organization's own: any transport, signed. `failed` is at one whose records are gone:
 * none. `named` may go out through any transport and is signed; `open` through any, unsigned; `own-transport` only through a
 * transport of the organization's own; `reserved` through none.
 */
export type SenderStanding = 'named' | 'open' | 'own-transport' | 'reserved' | 'verified' | 'failed';

/** What the operator's rules say; whether the domain is verified is known to the organization. */
export function standingOfSender(address: string, { reserved, named, allowsOthers }: SenderRules): SenderStanding {
  const sender = addressKey(address.trim()).replace(/\.$/, '');
  const domain = domainOf(sender);
  const isBelow = (above: string) => domain === above || domain.endsWith(`.${above}`);
  if (named.some((each) => (each.includes('@') ? each === sender : isBelow(each)))) return 'named';
  if (reserved.some(isBelow)) return 'reserved';
  return allowsOthers ? 'open' : 'own-transport';
}

/** Why this address cannot be a sender, for the person who typed it; null when it can. */
export function problemWithSender(address: string, standing: SenderStanding, hasOwnTransport: boolean): string | null {
  const domain = domainOf(address);
  if (standing === 'reserved')
    return `${domain} belongs to this installation of EngageX. Use an address at your own domain.`;
  if (standing === 'failed')
    return `${domain} is not verified: its DNS records are missing or wrong. Fix them on the page of the domain, then check it again.`;
  if (standing === 'own-transport' && !hasOwnTransport)
    return `This installation does not send from ${domain} until it is verified. Add ${domain} under Sending domains and publish its DNS records, or add your own transport.`;
  return null;
}
