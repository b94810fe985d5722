import { expect, test } from 'vitest';
import type { EventKind } from './event-kind.ts';
import type { Json } from './json.ts';
import { defaultPrivacy, privacyGuard } from './privacy-rules.ts';
import { readEvent, type ReadEvent } from './read-event.ts';

const receivedAt = new Date('2026-11-30T12:00:00Z');
const guard = privacyGuard(defaultPrivacy, (text) => text);
const about = { receivedAt, sentAt: null, currency: 'EUR', guard, userAgent: null };

function read(given: Json, kind: EventKind | 'screen' | null = null): ReadEvent {
  const reading = readEvent(given, kind, about);
  if ('problem' in reading) throw new Error(`${reading.problem.field}: ${reading.problem.message}`);
  return reading.event;
}

test('our names, Segment’s and the plain ones of a single event mean the same', () => {
  const expected = {
    kind: 'track',
    name: 'add_to_cart',
    userId: 'ada',
    messageId: 'm',
    properties: { product_id: 'mug' },
  };
  const spellings: readonly Json[] = [
    { event: 'add_to_cart', user_id: 'ada', product_id: 'mug', message_id: 'm' },
    { type: 'track', event: 'add_to_cart', userId: 'ada', properties: { product_id: 'mug' }, messageId: 'm' },
    { name: 'add_to_cart', userId: 'ada', properties: { product_id: 'mug' }, messageId: 'm' },
    { event_type: 'add_to_cart', user_id: 'ada', product_id: 'mug', messageId: 'm' },
    { type: 'add_to_cart', user_id: 'ada', product_id: 'mug', messageId: 'm' },
  ];
  for (const given of spellings) expect(read(given)).toMatchObject(expected);
});

test('every kind of Segment’s calls is an event with a name', () => {
  const of = { anonymousId: 'device' };
  expect(read({ ...of, type: 'page', name: 'Home', properties: { path: '/' } })).toMatchObject({
    kind: 'page',
    name: 'page_view',
    properties: { name: 'Home', path: '/' },
  });
  expect(read({ ...of, name: 'Start' }, 'screen')).toMatchObject({ kind: 'page', name: 'screen_view' });
  expect(read({ ...of, traits: { plan: 'pro' } }, 'identify')).toMatchObject({
    kind: 'identify',
    properties: { plan: 'pro' },
  });
  expect(read({ userId: 'ada', previousId: 'device' }, 'alias').properties).toEqual({ previousId: 'device' });
  expect(read({ ...of, groupId: 'acme', traits: { size: 3 } }, 'group').properties).toEqual({
    groupId: 'acme',
    size: 3,
  });
});

test('ids are kept as they came: numbers as text, nothing trimmed, no case folded', () => {
  expect(read({ event: 'x', userId: 42 }).userId).toBe('42');
  expect(read({ event: 'x', userId: ' Ada ' }).userId).toBe(' Ada ');
  expect(() => read({ event: 'x', userId: 'a'.repeat(256) })).toThrow('userId');
  expect(() => read({ event: 'x', userId: {} })).toThrow('userId');
  expect(() => read({ event: 'x', userId: '' })).toThrow('userId or anonymousId');
});

test('RudderStack’s originalTimestamp counts, and a time in the future is that of receipt', () => {
  expect(read({ event: 'x', userId: 'a', originalTimestamp: '2026-11-30T10:00:00Z' }).occurredAt.getUTCHours()).toBe(
    10,
  );
  const future = read({ event: 'x', userId: 'a', timestamp: '2027-11-30T10:00:00Z' });
  expect(future.occurredAt).toEqual(receivedAt);
  expect(future.warnings).toEqual([expect.stringContaining('future')]);
});

test('a purchase has a currency: its own, in capitals, or that of the organization', () => {
  const purchase = { event: 'purchase', userId: 'a', product_id: 'x', order_amount: 0 };
  expect(read(purchase).properties['currency']).toBe('EUR');
  expect(read({ ...purchase, currency: 'chf' }).properties['currency']).toBe('CHF');
  for (const amount of [null, '5', -0.01, true])
    expect(() => read({ ...purchase, order_amount: amount })).toThrow('order_amount');
});
