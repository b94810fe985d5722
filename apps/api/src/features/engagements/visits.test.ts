import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { defaultPrivacy, privacyGuard } from '@engagex/domain/events';
import { TrackingTokens } from './tracking-token.ts';
import { visitIn, withVisit } from './visits.ts';

const tokens = new TrackingTokens('secret');
const message = { organizationId: randomUUID(), deliveryId: randomUUID() };
const token = tokens.visitTokenFor(message);

test.each([
  'https://shop.example/sale',
  'https://shop.example/sale?a=1&b=2#top',
  'https://shop.example/?utm_source=mail',
])('the page of a followed link says which message it is from, also without what is private: %s', (url) => {
  const marked = withVisit(url, token);
  expect(new URL(marked).hash).toBe(new URL(url).hash);
  expect(visitIn(marked, tokens)).toMatchObject(message);
  const { url: stored } = privacyGuard(defaultPrivacy, String).apply({ url: marked });
  expect(visitIn(stored, tokens)).toMatchObject(message);
});

test('what was made up, changed, or signed for something else says nothing', () => {
  const changed = `${token.slice(0, 10)}${token[10] === 'A' ? 'B' : 'A'}${token.slice(11)}`;
  const { tracking, unsubscribe } = tokens.tokensFor(message);
  for (const each of [changed, tracking, unsubscribe, tokens.viewTokenFor(message), token.slice(1), `${token}x`, ''])
    expect(visitIn(`https://shop.example/?utm_engagex=${each}`, tokens)).toBeNull();
  for (const address of [undefined, 7, {}, 'x', `https://shop.example/?x=utm_engagex=${token}`])
    expect(visitIn(address, tokens)).toBeNull();
  for (const purpose of ['tracking', 'unsubscribe', 'preferences', 'view'] as const)
    expect(tokens.read(token, purpose)).toBeNull();
});
