import { isIPv4 } from 'node:net';
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

/** The header that tells the API the client's address, for its audit log; one that a client sends is removed. */
export const addressHeader = 'x-engagex-address';

/** The client's address as the trusted proxies tell it; IPv4 as itself also on a socket that speaks both. */
export function addressOf(request: Request): string {
  const address = request.ip ?? '';
  const mapped = address.replace(/^::ffff:/i, '');
  return isIPv4(mapped) ? mapped : address;
}

/** What an address counts as where its requests are limited: IPv6 by network, for a client has many of those. */
export function addressKeyOf(request: Request): string {
  return `address ${ipKeyGenerator(request.ip ?? '')}`;
}
