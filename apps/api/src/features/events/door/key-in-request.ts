import type { IncomingMessage } from 'node:http';
import { keyPrefix } from '@engagex/domain/accounts';

/** The key that a request names before its body is read: Bearer, Basic (as the user), `X-Write-Key`, or in the URL. */
export function keyInHead({ headers }: IncomingMessage, query: string): string | null {
  const [, scheme = '', credentials = ''] = /^(bearer|basic) +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const basic = () => Buffer.from(credentials, 'base64').toString('utf8');
  const named = scheme ? (scheme.toLowerCase() === 'basic' ? basic() : credentials) : headers['x-write-key'];
  return asKey(named) ?? (query ? asKey(new URLSearchParams(query).get('writeKey')) : null);
}

/** The key in a body, of the request or of its first event: a beacon has no headers of its own. */
export function keyInBody(body: Readonly<Record<string, unknown>>): string | null {
  return asKey(body['writeKey']) ?? asKey(body['write_key']);
}

/** What comes after a colon is a password, which our keys do not have; @jitsu/js insists on one. */
function asKey(named: unknown): string | null {
  if (typeof named !== 'string') return null;
  const [key = ''] = named.split(':', 1);
  return key.startsWith(keyPrefix) ? key : null;
}
