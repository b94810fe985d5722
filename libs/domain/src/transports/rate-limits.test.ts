import { expect, test } from 'vitest';
import { healthOf, pauseAfter, pauseAsked } from './circuit.ts';
import { finishTime, type RemainingWork } from './finish-time.ts';
import { askAgainAt, limitsOfTransport, rateLimit, wordsForLimit } from './limits.ts';
import { asksForLess, perSecondNow, mailboxProviderOf, shareNow, slowedDown } from './mailbox-providers.ts';
import { warmUpCap, warmUpDays } from './warm-up.ts';

const now = new Date('2026-11-21T10:30:00Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test('a warm-up doubles every day until its target, sends nothing before, and is over after', () => {
  const plan = { from: '2026-11-28', first: 50, target: 500 };
  expect(warmUpDays(plan)).toEqual([
    { day: '2026-11-28', cap: 50 },
    { day: '2026-11-29', cap: 100 },
    { day: '2026-11-30', cap: 200 },
    { day: '2026-12-01', cap: 400 },
    { day: '2026-12-02', cap: 500 },
  ]);
  expect(warmUpCap(plan, '2026-11-27')).toBe(0);
  expect(warmUpCap(plan, '2026-12-02')).toBe(500);
  expect(warmUpCap(plan, '2026-12-03')).toBeNull();
  expect(warmUpDays({ from: '2024-02-28', first: 1, target: 4 }).map(({ day }) => day)).toEqual([
    '2024-02-28',
    '2024-02-29',
    '2024-03-01',
  ]);
});

test('a mailbox provider that asks for less is halved once for what comes together, and recovers slowly', () => {
  const once = slowedDown({ slowness: 1, slowedAt: null }, now);
  expect(once).toEqual({ slowness: 0.5, slowedAt: now });
  expect(slowedDown(once, after(5))).toBe(once);
  expect(slowedDown(once, after(20)).slowness).toBeCloseTo(0.258, 2);
  expect(shareNow(once, after(60))).toBeCloseTo(0.55);
  expect(shareNow(once, after(601))).toBe(1);
  expect(perSecondNow(20, once, now)).toBe(10);
  expect(perSecondNow(null, once, now)).toBe(50);
  expect(perSecondNow(null, once, after(601))).toBeNull();
  let state = once;
  for (let n = 1; n < 20; n += 1) state = slowedDown(state, after(n * 16));
  expect(state.slowness).toBeGreaterThanOrEqual(1 / 64);
});

test('a few full mailboxes are no request for less, and nobody asks for all the others', () => {
  expect(asksForLess('gmail', 4, 4)).toBe(false);
  expect(asksForLess('gmail', 5, 100)).toBe(false);
  expect(asksForLess('gmail', 10, 100)).toBe(true);
  expect(asksForLess('other', 100, 100)).toBe(false);
});

test('who takes the mail of a domain is told by its first mail exchanger, not by a name that looks like it', () => {
  expect(mailboxProviderOf(['ASPMX.L.GOOGLE.COM.'])).toBe('gmail');
  expect(mailboxProviderOf(['shop-example.mail.protection.outlook.com'])).toBe('outlook');
  expect(mailboxProviderOf(['mta5.am0.yahoodns.net'])).toBe('yahoo');
  expect(mailboxProviderOf(['notgoogle.com', 'aspmx.l.google.com'])).toBe('other');
  expect(mailboxProviderOf([])).toBe('other');
});

test('hours begin with the full hour, days at midnight, and an empty bucket is asked again in time', () => {
  const today = { day: '2026-11-21', until: new Date('2026-11-21T23:00:00Z') };
  const limits = limitsOfTransport('t', { perSecond: 20, perHour: 100, perDay: 500 }, now, today);
  expect(limits.map(({ key, burst, period }) => [key, burst, period])).toEqual([
    ['transport:t:second', 20, ''],
    ['transport:t:hour', 100, '2026-11-21T10'],
    ['transport:t:day', 500, '2026-11-21'],
  ]);
  expect(limits.map((limit) => askAgainAt(limit, now))).toEqual([
    after(0.5),
    new Date('2026-11-21T11:00:00Z'),
    today.until,
  ]);
  expect(askAgainAt(rateLimit('slow', 0.001), now)).toEqual(after(60));
  expect(limitsOfTransport('t', { perSecond: null, perHour: null, perDay: null }, now, today)).toEqual([]);
  expect(wordsForLimit('mailbox_provider:gmail')).toBe('the limit for Gmail');
});

test('a transport that fails is tried again every five seconds for a while, then ever more rarely, every five minutes at least', () => {
  expect([1, 2, 12, 13, 14, 20, 1_000].map(pauseAfter)).toEqual([
    5_000, 5_000, 5_000, 10_000, 20_000, 300_000, 300_000,
  ]);
  expect([-5, 0, 2_500, 1e12].map(pauseAsked)).toEqual([1_000, 1_000, 2_500, 900_000]);
  expect(healthOf({ isEnabled: true, brokenAt: null, failures: 2 })).toBe('unreachable');
  expect(healthOf({ isEnabled: true, brokenAt: now, failures: 0 })).toBe('broken');
  expect(healthOf({ isEnabled: false, brokenAt: now, failures: 3 })).toBe('off');
});

const work: RemainingWork = {
  now,
  left: 1_000,
  others: [],
  perSecond: 10,
  bounds: [],
  days: [],
  dayEnds: after(3_600),
};

test('a finish time is the latest of what the rate, the mailbox providers and the days allow', () => {
  expect(finishTime(work)).toEqual({ at: after(100), because: null });
  expect(finishTime({ ...work, left: 0 })).toBeNull();
  expect(finishTime({ ...work, perSecond: null })).toBeNull();
  const gmail = { left: 600, perSecond: 2, because: 'mailbox_provider:gmail' };
  expect(finishTime({ ...work, bounds: [gmail] })).toEqual({ at: after(300), because: 'mailbox_provider:gmail' });
});

test('campaigns of one organization take turns: a small one does not wait for a big one to end', () => {
  expect(finishTime({ ...work, left: 10, others: [1_000_000] })?.at).toEqual(after(2));
  expect(finishTime({ ...work, left: 1_000, others: [10, 1_000_000] })?.at).toEqual(after(201));
});

test('what does not fit into today goes out on the days that have room', () => {
  const days = (caps: readonly (number | null)[], leftToday: number) => [
    { leftToday, capOf: (inDays: number) => caps[inDays - 1] ?? null, because: 'domain:shop.example' },
  ];
  const at = (caps: readonly (number | null)[], leftToday: number) =>
    finishTime({ ...work, days: days(caps, leftToday) })?.at;
  expect(at([], 1_000), 'all of it today').toEqual(after(100));
  expect(at([100, 200, 400], 500)).toEqual(after(3_600 + 2 * 86_400));
  expect(at([null], 0), 'tomorrow there is no limit').toEqual(after(3_600));
});
