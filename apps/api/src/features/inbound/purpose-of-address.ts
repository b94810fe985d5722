import { complaintPrefix, type ReturnPathTokens } from '../transports/index.ts';

export const purposes = ['return', 'complaint', 'dmarc', 'postmaster', 'probe'] as const;
/**
 * What mail to an address of ours is about: a message's return path, complaints, reports about our domains, us, or a message
 * that tests the way to us.
 */
export type Purpose = (typeof purposes)[number];

export interface AddressOfOurs {
  readonly purpose: Purpose;
  /** Of a return path, or an address for complaints about one message. */
  readonly deliveryId: string | null;
}

/** Local parts at the bounce host besides return paths (RFC 2142), in lower case. */
const named: ReadonlyMap<string, Purpose> = new Map([
  ['fbl', 'complaint'],
  ['abuse', 'complaint'],
  ['dmarc', 'dmarc'],
  ['postmaster', 'postmaster'],
]);

/** In front of the token of a test message, in the address that takes it and in the one that refuses it. */
export const probePrefix = 'check-';
export const refusedPrefix = 'refuse-';

/** Whether mail to this address is there to be refused. */
export function isRefusedOnPurpose(address: string, tokens: ReturnPathTokens): boolean {
  return tokenAfter(refusedPrefix, address.slice(0, address.lastIndexOf('@')), tokens) !== null;
}

/** What an address takes; null when it is none of ours. One that names a message counts at any host, for domains have their own. */
export function addressOfOurs(
  address: string,
  tokens: ReturnPathTokens,
  bounceHost: string | null,
): AddressOfOurs | null {
  const at = address.lastIndexOf('@');
  const [localPart, host] = [address.slice(0, at), address.slice(at + 1)];
  const deliveryId = tokens.read(localPart);
  if (deliveryId) return { purpose: 'return', deliveryId };
  const complainedAbout = tokenAfter(complaintPrefix, localPart, tokens);
  if (complainedAbout) return { purpose: 'complaint', deliveryId: complainedAbout };
  const probe = tokenAfter(probePrefix, localPart, tokens);
  if (probe) return { purpose: 'probe', deliveryId: probe };
  const purpose = named.get(localPart.toLowerCase());
  return purpose && host.toLowerCase() === bounceHost ? { purpose, deliveryId: null } : null;
}

/** The message named behind a prefix; null when there is none. Mail servers change the case of addresses. */
export function tokenAfter(prefix: string, localPart: string, tokens: ReturnPathTokens): string | null {
  return localPart.toLowerCase().startsWith(prefix) ? tokens.read(localPart.slice(prefix.length)) : null;
}
