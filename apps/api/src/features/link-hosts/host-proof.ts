import { createHmac } from 'node:crypto';

/** Where a link host proves that it is served by this installation. */
export const proofPath = '/.well-known/engagex';

export function isNonce(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** What only this installation answers to this question about this host. */
export function proofOf(secret: string, host: string, nonce: string): string {
  return createHmac('sha256', secret).update(`link host\n${host}\n${nonce}`).digest('hex');
}
