import { expect, test } from 'vitest';
import { shortWordsFor, slotAfter, wordsForDigest, wordsForLedger } from './index.ts';

const at = (text: string) => new Date(text);
const daily = { digest: 'daily', hour: 9, timeZone: 'Europe/Berlin' } as const;

test('an hourly digest leaves at the next full hour, a daily one when the clocks of the member show the hour', () => {
  const hourly = { ...daily, digest: 'hourly' } as const;
  expect(slotAfter(at('2026-11-30T10:00:00Z'), hourly)).toEqual(at('2026-11-30T11:00:00Z'));
  expect(slotAfter(at('2026-11-30T10:59:59Z'), hourly)).toEqual(at('2026-11-30T11:00:00Z'));
  expect(slotAfter(at('2026-11-30T07:59:59Z'), daily)).toEqual(at('2026-11-30T08:00:00Z'));
  expect(slotAfter(at('2026-11-30T08:00:00Z'), daily)).toEqual(at('2026-12-01T08:00:00Z'));
});

test('a day that is shorter or longer has its digest too, once', () => {
  const night = { ...daily, hour: 2 };
  expect(slotAfter(at('2026-03-28T12:00:00Z'), night)).toEqual(at('2026-03-29T01:00:00Z')); // 02:00 is skipped
  expect(slotAfter(at('2026-03-29T01:00:00Z'), night)).toEqual(at('2026-03-30T00:00:00Z'));
  const first = slotAfter(at('2026-10-24T12:00:00Z'), night); // 02:00 comes twice
  expect(slotAfter(first, night)).toEqual(at('2026-10-26T01:00:00Z'));
  expect(slotAfter(at('2026-11-30T10:30:00Z'), { ...daily, timeZone: 'Pacific/Kiritimati' })).toEqual(
    at('2026-11-30T19:00:00Z'),
  );
});

test('a digest lists the newest, and says how many more there are', () => {
  const facts = { organization: 'Engines', name: 'Ada', settingsUrl: 'https://mail.example/settings' };
  const one = wordsForDigest({ ...facts, titles: ['“Sale” was sent'] });
  expect(one.subject).toBe('“Sale” was sent');
  const many = wordsForDigest({ ...facts, titles: Array.from({ length: 1_234 }, (_, index) => `Title ${index}`) });
  expect(many.subject).toBe('1,234 unread notifications in Engines');
  expect(many.paragraphs).toHaveLength(23);
  expect(many.paragraphs).toContain('And 1,214 more in your inbox.');
});

test('a campaign that was sent is told with numbers that add up', () => {
  const ledger = {
    audience: 10_000,
    pending: 0,
    submitting: 0,
    accepted: 9_812,
    deferred: 0,
    unknown: 0,
    skipped: { unsubscribed: 100, suppressed: 43 },
    failed: { rejected: 45 },
    closed: true,
  };
  expect(wordsForLedger(ledger, 9_700)).toBe(
    '10,000 people: 9,812 accepted (9,700 delivered so far), 143 skipped (mainly: unsubscribed, 100), 45 failed.',
  );
  expect(wordsForLedger({ ...ledger, audience: 1, accepted: 0, unknown: 1, skipped: {}, failed: {} }, 0)).toBe(
    '1 person: 0 accepted, 0 skipped, 0 failed, 1 unknown.',
  );
});

test('the inbox shows what happened without greeting', () => {
  const payment = { plan: 'Team', amount: 4_900, currency: 'EUR', at: '2026-11-30T10:00:00Z', about: 'A-1' };
  const facts = { why: '', about: '', organization: 'Engines', name: 'Ada', left: 0, timeZone: 'UTC', settingsUrl: '' };
  expect(shortWordsFor({ ...facts, kind: 'invoice_paid', payment })).toEqual({
    title: 'Receipt for Engines: €49.00',
    text: 'The invoice can be downloaded under Billing.',
  });
  expect(
    shortWordsFor({ ...facts, kind: 'paused', about: 'Sale', why: 'It bounced.\n\nOften.', payment: null }),
  ).toEqual({ title: '“Sale” paused automatically', text: 'It bounced.' });
});
