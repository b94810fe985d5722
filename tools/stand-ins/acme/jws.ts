/** Signed requests as RFC 8555, 6.2 wants them: flattened JSON, ES256 or RS256, with nonce, URL and exactly one of jwk and kid. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

const envelope = z.strictObject({ protected: z.string(), payload: z.string(), signature: z.string() });
const header = z.object({
  alg: z.enum(['ES256', 'RS256']),
  nonce: z.string(),
  url: z.string(),
  jwk: z.record(z.string(), z.string()).optional(),
  kid: z.string().optional(),
});

export interface SignedRequest {
  readonly nonce: string;
  readonly url: string;
  readonly jwk: Readonly<Record<string, string>> | null;
  readonly kid: string | null;
  /** Null for POST-as-GET. */
  readonly payload: unknown;
  readonly isSignedBy: (key: KeyObject) => boolean;
}

/** Null when it is none. */
export function readRequest(body: string): SignedRequest | null {
  try {
    const { protected: head, payload, signature } = envelope.parse(JSON.parse(body));
    const { alg, nonce, url, jwk = null, kid = null } = header.parse(JSON.parse(text(head)));
    if ((jwk === null) === (kid === null)) return null;
    const signed = Buffer.from(`${head}.${payload}`);
    const bytes = Buffer.from(signature, 'base64url');
    return {
      nonce,
      url,
      jwk,
      kid,
      payload: payload === '' ? null : (JSON.parse(text(payload)) as unknown),
      isSignedBy: (key) =>
        alg === 'ES256'
          ? verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, bytes)
          : verify('sha256', signed, key, bytes),
    };
  } catch {
    return null;
  }
}

export function keyOf(jwk: Readonly<Record<string, string>>): KeyObject {
  return createPublicKey({ key: { ...jwk }, format: 'jwk' }); // a wrong one throws
}

/** RFC 7638. */
export function thumbprintOf(jwk: Readonly<Record<string, string>>): string {
  const names = jwk['kty'] === 'RSA' ? ['e', 'kty', 'n'] : ['crv', 'kty', 'x', 'y'];
  const json = JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(json).digest('base64url');
}

function text(base64: string): string {
  return Buffer.from(base64, 'base64url').toString('utf8');
}
