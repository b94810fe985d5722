import { expect, test } from 'vitest';
import { wordsForAmount, wordsForRules, wordsForTouch, wordsForTouchTime } from './conversion-words.ts';

test('the reason for an attribution says what was done, and how long before', () => {
  const url = 'https://shop.example/sale';
  expect(wordsForTouch({ url, touch: 'click' })).toBe('Clicked shop.example/sale');
  expect(wordsForTouch({ url: null, touch: 'click' })).toBe('Clicked a link');
  expect(wordsForTouch({ url, touch: 'open' })).toBe('Opened');
  const at = { touchedAt: '2026-11-30T09:00:00Z', occurredAt: '2026-11-30T12:00:00Z' };
  expect(wordsForTouchTime({ ...at, via: 'contact', variant: null })).toBe('3 h before');
  expect(wordsForTouchTime({ ...at, via: 'browser', variant: 'B' })).toBe('3 h before in the same browser, variant B');
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
