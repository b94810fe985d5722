import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';

/** The header in which the BFF says the client's address; it removes any that a client sends. */
const addressHeader = 'x-engagex-address';

/** Null when nobody said it, or said something else: a program next to the API may call it directly. */
export function clientAddressOf(request: FastifyRequest): string | null {
  const value = request.headers[addressHeader];
  const address = (Array.isArray(value) ? value[0] : value) ?? '';
  return isIP(address) ? address : null;
}
