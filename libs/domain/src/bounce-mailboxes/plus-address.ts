/** The longest local part of an address (RFC 5321, 4.5.3.1.1). */
const mostOctets = 64;

/** The address of the same mailbox that names a message, such as `bounces+token@example.com` (RFC 5233); null when it would be too long. */
export function plusAddress(address: string, token: string): string | null {
  const at = address.lastIndexOf('@');
  const localPart = `${address.slice(0, at)}+${token}`;
  return localPart.length > mostOctets ? null : `${localPart}${address.slice(at)}`;
}
