import { expect, test } from 'vitest';
import { safeAddress } from './address.ts';

test.each([
  [
    'https://shop.example/sale?utm_source=mail&email=ada@example.com&token=1#top',
    'https://shop.example/sale?utm_source=mail',
  ],
  ['https://shop.example/reset/Zk3vQ9xT1mB7nW5cR8yL2pH6', 'https://shop.example/reset/redacted'],
  [
    'https://shop.example/in/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.TJVA95Or',
    'https://shop.example/in/redacted',
  ],
  ['https://shop.example/u/ada@example.com/orders', 'https://shop.example/u/redacted/orders'],
  ['https://shop.example/u/ada%40example.com', 'https://shop.example/u/redacted'],
  ['https://ada:secret@shop.example/', 'https://shop.example/'],
])('%s is reported without what may be secret', (address, safe) => {
  expect(safeAddress(address)?.href).toBe(safe);
});

test.each([
  'https://shop.example/blog/ten-things-we-learned-about-winter-coats-in-2026',
  'https://shop.example/products/0198c2f4-7d1e-7b3a-9c55-2f1e6a7b8c9d',
  'https://shop.example/orders/10023',
  'https://shop.example/internationalization',
])('%s is reported as it is', (address) => {
  expect(safeAddress(address)?.href).toBe(address);
});

test('an address that is none is left out', () => {
  expect([safeAddress(''), safeAddress('about')]).toEqual([null, null]);
});
