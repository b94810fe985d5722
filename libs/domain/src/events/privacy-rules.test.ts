import { expect, test } from 'vitest';
import { cleanUrlText } from './clean-url.ts';
import { privacyGuard, type PrivacyRule } from './privacy-rules.ts';

const guard = (rules: PrivacyRule[], cleansUrls = true) =>
  privacyGuard({ rules, cleansUrls }, (text) => `#${text.length}`);

test('a rule holds for its property at any depth, in any case, and for nothing else', () => {
  const { apply } = guard([
    { property: 'email', action: 'hash' },
    { property: '*_token', action: 'drop' },
    { property: 'phone', action: 'truncate' },
  ]);
  expect(
    apply({
      Email: 'ada@example.com',
      emails: 'kept',
      traits: { email: ['a@example.com', 12], reset_token: 'x', nested: [{ phone: '+41791234567' }] },
    }),
  ).toEqual({ Email: '#15', emails: 'kept', traits: { email: ['#13', '#2'], nested: [{ phone: '+41…' }] } });
});

test('without anything to change, an event is handed back itself', () => {
  const event = { a: 1, url: 'https://shop.example/products/mug', list: [{ b: 'x' }] };
  expect(guard([{ property: 'email', action: 'drop' }]).apply(event)).toBe(event);
  const address = { url: 'https://shop.example/?q=private' };
  expect(guard([], false).apply(address)).toBe(address);
});

test('addresses of pages lose their queries but campaign parameters, wherever they stand', () => {
  expect(
    guard([]).apply({
      search: '?utm_source=mail&token=1',
      path: '/reset/8cc2f1',
      title: 'a?b',
      link: 'http://x.example/?a=1',
    }),
  ).toEqual({ search: '?utm_source=mail', path: '/reset/[redacted]', title: 'a?b', link: 'http://x.example/' });
});

test.each([
  ['https://user:secret@shop.example/a#access_token=1', 'https://shop.example/a'],
  [
    'https://shop.example/a?utm_source=x&email=a%40b.example&utm_term=a@b.example',
    'https://shop.example/a?utm_source=x',
  ],
  ['/users/ada@example.com/orders', '/users/[redacted]/orders'],
  ['/invite/a8f3kd92', '/invite/[redacted]'],
  ['/s/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '/s/[redacted]'],
  ['/d/4f5ac8d20b1e4f5ac8d20b1e', '/d/[redacted]'],
  ['/products/018f2b7e-5c3d-7a10-9b7e-2f6a1c0d9e8f', '/products/018f2b7e-5c3d-7a10-9b7e-2f6a1c0d9e8f'],
  ['/blog/how-to-choose-a-bicycle-in-2026', '/blog/how-to-choose-a-bicycle-in-2026'],
  ['/login/callback', '/login/callback'],
  ['', ''],
])('%s is stored as %s', (address, kept) => expect(cleanUrlText(address)).toBe(kept));
