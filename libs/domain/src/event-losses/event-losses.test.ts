import { expect, test } from 'vitest';
import { browserOf, isMeasurable, type LossCounts, lostSince, numberedEvent, whatStandsOut } from './index.ts';

const counts = (expected: number, lost: number): LossCounts => ({
  boots: 1,
  expected,
  stored: expected - lost,
  refused: 0,
  dropped: 0,
  lost,
});

test.each([
  [
    'safari',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  ],
  ['chrome', 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0 Mobile/15E148 Safari/604.1'],
  [
    'edge',
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0',
  ],
  ['opera', 'Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 OPR/115.0.0.0'],
  [
    'samsung',
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36',
  ],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'],
  ['other', ''],
  ['other', { toString: 'x' }],
])('%s is recognized', (browser, userAgent) => expect(browserOf(userAgent)).toBe(browser));

const boot = '019370a0-0000-7000-8000-000000000000'; // of 2024-11-28

test('only what our clients write is a numbered event', () => {
  const library = { name: 'engagex.js', version: '0.1.0' };
  expect(numberedEvent({ library, queue: { boot, sequence: 3 } })).toEqual({
    boot,
    sequence: 3,
    dropped: 0,
    library: 'browser',
    release: '0.1.0',
  });
  expect(
    numberedEvent({ library: { name: 'constructor', version: '1'.repeat(99) }, queue: { boot, sequence: 1 } }),
  ).toMatchObject({
    library: 'other',
    release: 'other',
  });
  for (const queue of [
    null,
    { boot, sequence: 0 },
    { boot, sequence: 100_001 },
    { boot: boot.toUpperCase(), sequence: 1 },
  ])
    expect(numberedEvent({ queue })).toBeNull();
});

test('a page load is measured for a week after its id was made', () => {
  const made = Number.parseInt('019370a00000', 16);
  const day = 86_400_000;
  expect([-day, -1, 0, 6 * day, 8 * day].map((age) => isMeasurable(boot, new Date(made + age)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

test('what is lost three times as often as the rest stands out, and since when', () => {
  const total = counts(2000, 62);
  const browsers = [
    { browser: 'chrome', ...counts(1000, 2) },
    { browser: 'safari', ...counts(1000, 60) },
  ];
  const losses = { total, byBrowser: browsers, byRelease: [], bySource: [], days: [], implausible: 0, unmeasured: 0 };
  expect(whatStandsOut(losses)).toEqual({ what: 'browser', index: 1, share: 0.06, shareOfRest: 0.002 });
  expect(whatStandsOut({ ...losses, byBrowser: [{ browser: 'chrome', ...total }] })).toBeNull();
  const days = [1, 2, 1, 30, 25].map((lost, at) => ({ day: `2026-11-2${at}`, ...counts(1000, lost) }));
  expect(lostSince({ days: days.toReversed() })).toBe('2026-11-23');
  expect(lostSince({ days: days.map((each) => ({ ...each, ...counts(1000, 30) })) })).toBeNull();
  expect(lostSince({ days: [] })).toBeNull();
});
