import { expect, test } from 'vitest';
import { exampleOf, isListable } from './example-of.ts';
import { standardNameFor, standardPropertyFor } from './standard-names.ts';
import { typeOfValue } from './value-types.ts';

test.each([
  ['Page View', 'page_view'],
  ['pageView', 'page_view'],
  ['Order Completed', 'purchase'],
  ['page_view', null],
  ['purchase_started', null],
])('the name “%s” is meant for %s', (name, standard) => expect(standardNameFor(name)).toBe(standard));

test.each([
  ['purchase', 'orderAmount', 'order_amount'],
  ['purchase', 'Total', 'order_amount'],
  ['add_to_cart', 'sku', 'product_id'],
  ['purchase', 'order_amount', null],
  ['add_to_cart', 'total', null], // a cart has no amount that reports read
  ['search', 'orderAmount', null],
  ['constructor', 'sku', null],
])('of %s, the property %s is meant for %s', (event, property, standard) =>
  expect(standardPropertyFor(event, property)).toBe(standard),
);

test.each([
  ['plan', 'pro'],
  ['price', 49.9],
  ['gift', true],
  ['shop', 'Bern Old Town'],
])('%s: %s may be shown as an example', (property, value) => expect(exampleOf(property, value)).toBe(String(value)));

test.each([
  ['email', 'ada'],
  ['First Name', 'Ada'],
  ['customer-id', '17'],
  ['plan', 'ada@example.com'],
  ['plan', 'ada%40example.com'],
  ['plan', '+41 79 123 45 67'],
  ['plan', 4_111_111_111_111_111],
  ['plan', 'my name is Ada and I live here'],
  ['plan', '8f14e45fceea167a5a36dedd4bea2543'],
  ['plan', 'x'.repeat(41)],
  ['plan', ''],
  ['items', [{ id: 'mug' }]],
])('%s: %j is no example, because it may be personal or is none', (property, value) =>
  expect(exampleOf(property, value)).toBeNull(),
);

test('a name that holds an address or a long number is not listed', () => {
  expect(isListable('Signed in')).toBe(true);
  expect(isListable('step_2026_11')).toBe(true);
  for (const name of ['mail to ada@example.com', 'order 10023471', 'ada%40example.com', ' '])
    expect(isListable(name)).toBe(false);
});

test('a value has the type of its JSON', () => {
  expect(['x', 1, false, [], {}, null].map(typeOfValue)).toEqual(['text', 'number', 'boolean', 'list', 'object', null]);
});
