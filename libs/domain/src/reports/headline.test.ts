import { expect, test } from 'vitest';
import type { ExploreAnswer, SeriesAnswer } from '../explore/index.ts';
import { headlineOf } from './headline.ts';

const asked = {
  timeZone: 'UTC',
  weekStart: 'monday',
  from: '2026-11-01T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
  asOf: '2026-11-30T12:00:00Z',
} as const;

const line = (currency: string | null, total: string | null, before?: string): SeriesAnswer['lines'][number] => ({
  event: 0,
  name: 'purchase',
  group: currency === null ? { kind: 'all' } : { kind: 'value', value: currency },
  values: [],
  total,
  before: before === undefined ? null : { values: [], total: before },
});

const series = (breakdownProperty: string | null, ...lines: SeriesAnswer['lines']): ExploreAnswer => ({
  ...asked,
  kind: 'series',
  interval: 'day',
  points: [],
  lines,
  breakdownProperty,
  before: null,
});

test('a sum of money is told in each currency, and never added up', () => {
  expect(headlineOf(series('currency', line('EUR', '120.5', '100'), line('CHF', '7'), line('USD', '0')))).toEqual({
    value: '120.5',
    before: '100',
    others: [{ value: '7', currency: 'CHF' }],
    unit: { kind: 'money', currency: 'EUR' },
  });
});

test('counts are numbers, nothing to measure stays nothing, and no line at all is zero', () => {
  expect(headlineOf(series(null, line(null, '89')))).toMatchObject({ value: '89', unit: { kind: 'number' } });
  expect(headlineOf(series(null, line(null, null)))).toMatchObject({ value: null });
  expect(headlineOf(series('currency'))).toMatchObject({ value: '0', unit: { kind: 'number' } });
});

test('a funnel comes down to the share who complete it; without anybody there is none', () => {
  const funnel = (...people: number[]): ExploreAnswer => ({
    ...asked,
    kind: 'funnel',
    steps: people.map(() => ({ name: 'x' })),
    whole: { group: { kind: 'all' }, people, medianSeconds: people.map(() => null) },
    parts: [],
  });
  expect(headlineOf(funnel(400, 100, 50))).toMatchObject({ value: '0.125', unit: { kind: 'share' } });
  expect(headlineOf(funnel(0, 0))).toMatchObject({ value: null });
});
