/** Networks that are not the public Internet (IANA's special-purpose registries, RFC 6890). */
const ipv4 = networksOf([
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, where clouds keep their metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays (RFC 7526)
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarking
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 3], // multicast, reserved, broadcast
]);
/**
 * IPv6 the other way round: only this block is handed out to the Internet (RFC 4291, 2.4). Outside of it are loopback,
 * IPv4-compatible, NAT64 (RFC 6052, RFC 8215), discard (RFC 6666), unique local, link-local, site-local and multicast.
 */
const ipv6Internet = networksOf([['2000::', 3]]);
const ipv6 = networksOf([
  ['2001::', 23], // Teredo, which carries an IPv4 address; benchmarking; ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which carries an IPv4 address
  ['3fff::', 20], // documentation (RFC 9637)
]);

/**
 * Whether an IP address leads into a private network, as servers that somebody names must not unless the operator
 * allows it. What is no address counts as inside.
 */
export function isPrivateAddress(address: string): boolean {
  const bits = bitsOf(address);
  if (bits === null) return true;
  const mapped = bits.length === 128 && bits.startsWith(`${'0'.repeat(80)}${'1'.repeat(16)}`);
  const plain = mapped ? bits.slice(96) : bits;
  const isWithin = (networks: readonly string[]) => networks.some((prefix) => plain.startsWith(prefix));
  return plain.length === 32 ? isWithin(ipv4) : !isWithin(ipv6Internet) || isWithin(ipv6);
}

/** The address as text of its 32 or 128 bits; null when it is none. */
function bitsOf(address: string): string | null {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    const bytes = address.split('.').map(Number);
    return bytes.every((byte) => byte < 256) ? bytes.map((byte) => binary(byte, 8)).join('') : null;
  }
  if (!address.includes(':') || !URL.canParse(`http://[${address}]/`)) return null;
  // The URL standard writes every spelling in one way: groups in hexadecimal, the longest run of zeros as `::`.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].map((group) => binary(group, 16)).join('');
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}

function networksOf(networks: readonly (readonly [string, number])[]): string[] {
  return networks.map(([network, prefix]) => (bitsOf(network) ?? '').slice(0, prefix));
}
