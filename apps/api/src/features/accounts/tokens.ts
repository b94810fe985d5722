import { createHash, randomBytes } from 'node:crypto';

/** A secret for a link, and what is stored of it. */
export function newToken() {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOfToken(token) };
}

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
