import { expect, test } from 'vitest';
import { wordsForAmount, wordsForRules, wordsForTouch } from './conversion-words.ts';

test('the reason for an attribution says what was done, and how long before', () => {
  const of = {
    url: 'https://shop.example/sale',
    touchedAt: '2026-11-30T09:00:00Z',
    occurredAt: '2026-11-30T12:00:00Z',
  };
  expect(wordsForTouch({ ...of, touch: 'click' })).toBe('Clicked shop.example/sale 3 h before');
  expect(wordsForTouch({ ...of, url: null, touch: 'click' })).toBe('Clicked a link 3 h before');
  expect(wordsForTouch({ ...of, touch: 'open' })).toBe('Opened 3 h before');
});

test('amounts are shown as their currency is written, exact beyond what a number holds', () => {
  expect(wordsForAmount({ amount: '90071992547409.93', currency: 'EUR' })).toBe('€90,071,992,547,409.93');
  expect(wordsForAmount({ amount: '2000', currency: 'JPY' })).toBe('¥2,000');
  expect(wordsForAmount({ amount: null, currency: null })).toBe('–');
});

test('the rules are one sentence', () => {
  expect(wordsForRules({ basis: 'click', clickDays: 5, openDays: 1 })).toBe('up to 5 days after a click');
  expect(wordsForRules({ basis: 'open', clickDays: 1, openDays: 2 })).toBe(
    'up to 1 day after a click or 2 days after an open',
  );
});
