import type { LoggedEventView } from '@engagex/domain/events';
import { expect, test } from 'vitest';
import { askFrom, joined, tailLimits } from './tail.ts';

function event(number: number): LoggedEventView {
  return {
    id: `0193a5c2-0000-7000-8000-${String(number).padStart(12, '0')}`,
    kind: 'track',
    name: 'page_view',
    personId: '0193a5c2-0000-7000-8000-000000000000',
    anonymousId: 'phone',
    userId: null,
    isTrusted: false,
    occurredAt: '2026-11-30T09:00:00.000Z',
    receivedAt: new Date(Date.UTC(2026, 10, 30, 9) + number * 1_000).toISOString(),
    messageId: String(number),
    keyId: null,
    keyName: null,
    properties: {},
    context: {},
    warnings: [],
  };
}

const page = (numbers: readonly number[], nextCursor: string | null = null) => ({
  items: numbers.map(event),
  nextCursor,
});
const numbersOf = ({ events }: { events: readonly LoggedEventView[] }) =>
  events.map(({ messageId }) => Number(messageId));

test('what arrived since stands before what was there, and what was read twice is listed once', () => {
  const first = joined(undefined, page([3, 2, 1], 'more'));
  const second = joined(first, page([5, 4, 3, 2]));
  expect(numbersOf(second)).toEqual([5, 4, 3, 2, 1]);
  expect(second.isPartial).toBe(false);
});

test('an event that became visible late stands where it was received', () => {
  const first = joined(undefined, page([4, 2, 1]));
  expect(numbersOf(joined(first, page([5, 4, 3])))).toEqual([5, 4, 3, 2, 1]);
});

test('a tail keeps the newest rows only and says when some were never listed', () => {
  const first = joined(undefined, page([2, 1]));
  const many = Array.from({ length: tailLimits.rows }, (_, index) => 1_000 - index);
  const second = joined(first, page(many, 'more'));
  expect(second.isPartial).toBe(true);
  expect(second.events).toHaveLength(tailLimits.rows);
  expect(joined(second, page([1_001, 1_000])).isPartial).toBe(false);
});

test('where nothing is new, nothing is rendered again', () => {
  const first = joined(undefined, page([2, 1]));
  expect(joined(first, page([2, 1]))).toBe(first);
});

test('the next question overlaps with what is known', () => {
  expect(askFrom(undefined)).toBeUndefined();
  expect(askFrom(joined(undefined, page([10])))).toBe('2026-11-30T09:00:07.000Z');
});
