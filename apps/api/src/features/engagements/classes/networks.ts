import { BlockList, isIP } from 'node:net';
import { clouds, mailboxProviders, privacyRelays, securityGateways } from './network-blocks.ts';

/** Whose network an address is of; the address itself is not kept. `unknown` says nothing about it. */
export const networkClasses = ['mailbox_provider', 'cloud', 'privacy_relay', 'security_gateway', 'unknown'] as const;
export type NetworkClass = (typeof networkClasses)[number];

/** The first that an address is in counts: gateways and relays are in clouds, too. */
const networks: readonly (readonly [NetworkClass, BlockList])[] = [
  ['security_gateway', blocksOf(securityGateways)],
  ['privacy_relay', blocksOf(privacyRelays)],
  ['mailbox_provider', blocksOf(mailboxProviders)],
  ['cloud', blocksOf(clouds)],
];

/** @param address of the client, IPv4 or IPv6; null when nobody said it. */
export function networkOf(address: string | null): NetworkClass {
  const family = isIP(address ?? '');
  if (address === null || family === 0) return 'unknown';
  const type = family === 6 ? 'ipv6' : 'ipv4';
  return networks.find(([, blocks]) => blocks.check(address, type))?.[0] ?? 'unknown';
}

function blocksOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', bits = ''] = block.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
