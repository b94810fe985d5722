import {
  exploreQuery,
  type FunnelAnswer,
  type RetentionAnswer,
  type SeriesAnswer,
  type TopAnswer,
} from '@engagex/domain/explore';
import { expect, test } from 'vitest';
import { csvOf, tableOf } from './answer-tables.ts';
import { firstQuery } from './first-queries.ts';

const asked = {
  timeZone: 'Asia/Kathmandu',
  weekStart: 'monday',
  from: '2026-11-28T18:15:00.000Z',
  to: '2026-11-30T18:15:00.000Z',
  asOf: '2026-11-30T09:00:00.000Z',
} as const;
const texts = ({ rows }: ReturnType<typeof tableOf>) => rows.map((cells) => cells.map(({ text }) => text));

test('every kind begins with a question that can be asked, whichever events there are', () => {
  for (const names of [[], ['signup'], ['page_view', 'purchase', 'add_to_cart']])
    for (const kind of ['series', 'funnel', 'retention', 'paths', 'top'] as const)
      expect(exploreQuery.safeParse(firstQuery(kind, names)).error?.issues ?? []).toEqual([]);
});

test('a trend has a row for each point by the days of the organization, and what there is nothing of is no zero', () => {
  const line = { event: 0, name: 'purchase', before: null } as const;
  const answer: SeriesAnswer = {
    ...asked,
    kind: 'series',
    interval: 'day',
    points: [
      { from: '2026-11-28T18:15:00.000Z', to: '2026-11-29T18:15:00.000Z', isComplete: true },
      { from: '2026-11-29T18:15:00.000Z', to: '2026-11-30T18:15:00.000Z', isComplete: false },
    ],
    lines: [
      { ...line, group: { kind: 'value', value: 'EUR' }, values: ['10.50', null], total: '10.50' },
      { ...line, group: { kind: 'other' }, values: ['0', '3'], total: '3' },
    ],
    breakdownProperty: 'currency',
    before: null,
  };
  const table = tableOf(answer, firstQuery('series', []));
  expect(table.columns).toEqual(['From', 'EUR', 'Other']);
  expect(texts(table)).toEqual([
    ['Whole period', '10.5', '3'],
    ['Nov 29, 2026', '10.5', '0'],
    ['Nov 30, 2026 (so far)', '–', '3'],
  ]);
  expect(table.rows[1]?.[1]?.of).toMatchObject({ point: '2026-11-28T18:15:00.000Z', group: { value: 'EUR' } });
  expect(table.rows[1]?.[2]?.of).toBeUndefined();
  expect(csvOf(table).split('\r\n')[2]).toBe('"Nov 29, 2026",10.50,0');
});

test('a funnel says who got to a step and who stopped there', () => {
  const answer: FunnelAnswer = {
    ...asked,
    kind: 'funnel',
    steps: [{ name: 'page_view' }, { name: 'purchase' }],
    whole: { group: { kind: 'all' }, people: [10, 4], medianSeconds: [null, 90] },
    parts: [],
  };
  const table = tableOf(answer, firstQuery('funnel', []));
  expect(texts(table)).toEqual([
    ['1. page_view', '10', '100%', '–', '6', '–'],
    ['2. purchase', '4', '40%', '40%', '–', expect.stringContaining('min')],
  ]);
  expect(table.rows[0]?.[4]?.of).toMatchObject({ step: 0, outcome: 'stopped' });
});

test('an interval that is not over has no retention, and a cohort to which nobody came back has 0%', () => {
  const answer: RetentionAnswer = {
    ...asked,
    kind: 'retention',
    interval: 'day',
    cohorts: [
      { from: asked.from, to: asked.to, isComplete: true, size: 4, returned: [4, 0] },
      { from: '2026-11-29T18:15:00.000Z', to: asked.to, isComplete: false, size: 3, returned: [null, null] },
    ],
    mean: [
      { size: 4, returned: 4 },
      { size: 4, returned: 0 },
    ],
  };
  expect(texts(tableOf(answer, firstQuery('retention', [])))).toEqual([
    ['All, weighted', '7', '100%', '0%'],
    ['Nov 29, 2026', '4', '100%', '0%'],
    ['Nov 30, 2026 (so far)', '3', '–', '–'],
  ]);
});

test('a value that a spreadsheet would run is kept as text in files', () => {
  const answer: TopAnswer = {
    ...asked,
    kind: 'top',
    items: [
      { value: '=HYPERLINK("x")', amount: '2', events: 2 },
      { value: 'a, "b"', amount: '-1.5', events: 1 },
    ],
    other: { values: 1, amount: '1', events: 1 },
  };
  const lines = csvOf(tableOf(answer, firstQuery('top', []))).split('\r\n');
  expect(lines).toEqual(['Value,Events', `"'=HYPERLINK(""x"")",2`, '"a, ""b""",-1.5', 'Other (1 value),1', '']);
});
