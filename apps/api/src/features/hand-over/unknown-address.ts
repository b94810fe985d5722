/**
 * Enhanced status codes that say the address does not exist (RFC 3463, 3.2; RFC 7505, 4.2): bad mailbox, bad domain, bad
 * syntax, moved without a forwarding address, a domain that takes no mail at all. Not among them: 5.1.0 and 5.1.4, which
 * say too little; 5.1.7 and 5.1.8, which are about the sender; 5.2.x, where the mailbox exists (disabled, full, message
 * too large); 5.3 to 5.5, the system, the way there or the protocol; and 5.7.x, a policy.
 */
const unknownAddress: ReadonlySet<string> = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10']);

/** `550 5.1.1 …`, as it stands at the beginning of a reply (RFC 2034, 4). */
const statusOfReply = /^5\d\d[ -](5\.\d{1,3}\.\d{1,3})(?![\d.])/;

/**
 * Whether a server's permanent refusal says that the address does not exist. Only its enhanced status code counts: a bare
 * 550 is given for any reason there is, and words may quote anything.
 */
export function saysUnknownAddress(response: string): boolean {
  const status = statusOfReply.exec(response)?.[1];
  return status !== undefined && unknownAddress.has(status);
}
