import { expect, test } from 'vitest';
import type { Verdicts } from '@engagex/domain/engagements';
import { wordsForReason } from './machine-words.ts';
import { changesInWords } from './verdict-words.ts';
import { groupVerdicts, rowsOfReasons } from './verdict-groups.ts';

const reasons: Verdicts['reasons'] = [
  { kind: 'open', by: 'machine', reason: 'privacy_proxy', hits: 40 },
  { kind: 'click', by: 'machine', reason: 'many_links', hits: 12 },
  { kind: 'click', by: 'machine', reason: 'every_link', hits: 3 },
  { kind: 'open', by: 'person', reason: null, hits: 20 },
  { kind: 'click', by: 'person', reason: 'within_seconds', hits: 2 },
  { kind: 'open', by: 'person', reason: 'image_proxy', hits: 5 },
];

test('hits are grouped by who it was, and every hit is in one group', () => {
  expect(groupVerdicts(reasons)).toEqual([
    { name: 'People', opens: 25, clicks: 2 },
    { name: 'Apple’s privacy proxy', opens: 40, clicks: 0 },
    { name: 'Many links at once', opens: 0, clicks: 15 },
  ]);
  expect(groupVerdicts([])).toEqual([{ name: 'People', opens: 0, clicks: 0 }]);
});

test('the table has a row for each reason, people first', () => {
  expect(rowsOfReasons(reasons, wordsForReason).map(({ name }) => name)).toEqual([
    'Person: nothing unusual',
    'Person: within 15 seconds of acceptance',
    'Person: image proxy of Gmail or Yahoo',
    'Machine: Apple’s privacy proxy',
    'Machine: many links within seconds',
    'Machine: every link within a minute',
  ]);
});

const none = { opensToMachines: 0, clicksToMachines: 0, opensToPeople: 0, clicksToPeople: 0 };

test.each([
  [{ ...none, clicksToMachines: 212 }, '212 clicks now count as machines.'],
  [{ ...none, opensToPeople: 1 }, '1 open now counts as a person’s.'],
  [
    { ...none, opensToMachines: 3, clicksToMachines: 1, clicksToPeople: 2 },
    '3 opens and 1 click now count as machines; 2 clicks now count as people.',
  ],
  [none, 'Nothing changed.'],
])('%j: %s', (changes, words) => {
  expect(changesInWords(changes)).toBe(words);
});
