import { expect, test } from 'vitest';
import { amountOf, unitAmountOf } from './index.ts';

test('amounts in the smallest unit are written with the decimals that an invoice has', () => {
  expect(amountOf(4990, 'EUR')).toBe('49.90');
  expect(amountOf(5, 'USD')).toBe('0.05');
  expect(amountOf(-1234, 'USD')).toBe('-12.34');
  expect(amountOf(0, 'EUR')).toBe('0.00');
  expect(amountOf(500, 'JPY')).toBe('500');
  expect(amountOf(1_500, 'KWD')).toBe('1.500');
  expect(amountOf(9_007_199_254_740_993n, 'EUR')).toBe('90071992547409.93');
});

test('prices of a unit keep every decimal', () => {
  expect(unitAmountOf('0.05', 'EUR')).toBe('0.0005');
  expect(unitAmountOf('4900', 'EUR')).toBe('49');
  expect(unitAmountOf('0', 'EUR')).toBe('0');
  expect(unitAmountOf('150', 'JPY')).toBe('150');
  expect(unitAmountOf('12.5', 'JPY')).toBe('12.5');
  expect(unitAmountOf('-250', 'EUR')).toBe('-2.5');
});
