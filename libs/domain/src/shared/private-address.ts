/** Networks that are not the public Internet (IANA's special-purpose registries, RFC 6890). */
const ipv4 = networksOf([
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
]);
const ipv6 = networksOf([
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
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
  return (plain.length === 32 ? ipv4 : ipv6).some((prefix) => plain.startsWith(prefix));
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
