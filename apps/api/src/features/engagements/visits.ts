import type { TrackedMessage, TrackingTokens } from './tracking-token.ts';

/** Begins with `utm_`, as SDKs and privacy settings leave only such parameters in the addresses of pages. */
const parameter = 'utm_engagex';
const inAddress = new RegExp(`[?&]${parameter}=([\\w-]{56})(?=[&#]|$)`);

/** The address that a link leads to, with which message it is from. */
export function withVisit(url: string, token: string): string {
  const [, page = '', fragment = ''] = /^([^#]*)(#.*)?$/s.exec(url) ?? [];
  const separator = page.includes('?') ? '&' : '?';
  return `${page}${separator}${parameter}=${token}${fragment}`;
}

/** The message by whose link somebody came to this address; null where none is said, or it was made up. */
export function visitIn(address: unknown, tokens: TrackingTokens): TrackedMessage | null {
  const token = typeof address === 'string' ? inAddress.exec(address)?.[1] : undefined;
  return token === undefined ? null : tokens.read(token, 'visit');
}
