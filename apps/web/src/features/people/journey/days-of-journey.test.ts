import type { JourneyItem } from '@engagex/domain/explore';
import { expect, test } from 'vitest';
import { type DayOfJourney, daysOfJourney, keyOf } from './days-of-journey.ts';

const event = (at: string): JourneyItem => ({
  of: 'person',
  event: {
    key: at,
    at,
    id: at,
    kind: 'track',
    name: 'visit',
    personId: '',
    occurredAt: at,
    receivedAt: at,
    isTrusted: false,
    properties: {},
  },
});
const opened = (at: string): JourneyItem => ({ of: 'contact', item: { kind: 'created', key: at, at } });

/** Each entry as the clock times in it. */
const shapeOf = (days: readonly DayOfJourney[]) =>
  days.map(({ day, entries }) => [
    day,
    ...entries.map((entry) => ('items' in entry ? entry.items.map(keyOf) : keyOf(entry)).toString()),
  ]);

test('events without a pause of half an hour are one visit, with what else happened during it', () => {
  const items = [
    opened('2026-03-01T11:00:00Z'),
    event('2026-03-01T10:50:00Z'),
    opened('2026-03-01T10:40:00Z'),
    event('2026-03-01T10:20:00Z'),
    event('2026-03-01T09:49:59Z'),
    opened('2026-03-01T09:40:00Z'),
  ];
  expect(shapeOf(daysOfJourney(items, 'UTC'))).toEqual([
    [
      '2026-03-01',
      '2026-03-01T11:00:00Z',
      '2026-03-01T10:50:00Z,2026-03-01T10:40:00Z,2026-03-01T10:20:00Z',
      '2026-03-01T09:49:59Z',
      '2026-03-01T09:40:00Z',
    ],
  ]);
});

test('days are those of the organization, and a visit ends with its day', () => {
  const items = ['2026-03-01T18:20:00Z', '2026-03-01T18:16:00Z', '2026-03-01T18:14:00Z', '2026-03-01T18:13:00Z'].map(
    event,
  );
  expect(shapeOf(daysOfJourney(items, 'Asia/Kathmandu'))).toEqual([
    ['2026-03-02', '2026-03-01T18:20:00Z,2026-03-01T18:16:00Z'],
    ['2026-03-01', '2026-03-01T18:14:00Z,2026-03-01T18:13:00Z'],
  ]);
  expect(daysOfJourney([], 'UTC')).toEqual([]);
});
