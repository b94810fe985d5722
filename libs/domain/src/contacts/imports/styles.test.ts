import { expect, test } from 'vitest';
import { dateStyleOf, hasTime, readDay, readMoment } from './dates.ts';
import { numberStyleOf, readNumber } from './numbers.ts';
import { cellOfText, isPlaceholder, isPlaceholderOfText, textIn } from './plain-name.ts';

test.for([
  ['1234', 'plain', 1234, 1234],
  ['-12', 'plain', -12, -12],
  ['1.234', 'either', 1234, 1.234],
  ['1,234', 'either', 1.234, 1234],
  ['0.123', '.', 0.123, 0.123],
  ['1.234,56', ',', 1234.56, 1234.56],
  ['1,234.56', '.', 1234.56, 1234.56],
  ['12,50', ',', 12.5, 12.5],
  ['12.5', '.', 12.5, 12.5],
  ['1.234.567', ',', 1234567, 1234567],
  ['1,234,567', '.', 1234567, 1234567],
  ['1 234,56', ',', 1234.56, 1234.56],
  ['1\u202f234,56', ',', 1234.56, 1234.56],
  ["1'234.50", '.', 1234.5, 1234.5],
  ['1’234', 'plain', 1234, 1234],
  ['€ 12,50', ',', 12.5, 12.5],
  ['12,50 €', ',', 12.5, 12.5],
  ['CHF 12.50', '.', 12.5, 12.5],
  ['1.234,56 EUR', ',', 1234.56, 1234.56],
  ['−5', 'plain', -5, -5],
  ['12,5-', ',', -12.5, -12.5],
  ['1.5e3', '.', 1500, 1500],
  ['1.2.3', null, null, null],
  ['1,2345,6', null, null, null],
  ['12 34', null, null, null],
  ['twelve', null, null, null],
  ['', null, null, null],
  ['+41 79', null, null, null],
] as const)('a number is read by its marks, and told when it has two readings: %s', ([cell, style, comma, point]) => {
  expect(numberStyleOf(cell)).toBe(style);
  expect([readNumber(cell, ','), readNumber(cell, '.')]).toEqual([comma, point]);
  if (style === 'either') expect(readNumber(cell, null)).toBeNull();
});

test.for([
  ['2026-03-31', 'plain', '2026-03-31', '2026-03-31'],
  ['2026-03-31 00:00:00', 'plain', '2026-03-31', '2026-03-31'],
  ['2026/3/1', 'plain', '2026-03-01', '2026-03-01'],
  ['31.03.2026', 'day_first', '2026-03-31', '2026-03-31'],
  ['3/31/2026', 'month_first', '2026-03-31', '2026-03-31'],
  ['03.04.2026', 'either', '2026-04-03', '2026-03-04'],
  ['03/04/26', 'either', '2026-04-03', '2026-03-04'],
  ['5.5.1985', 'plain', '1985-05-05', '1985-05-05'],
  ['31.12.85', 'day_first', '1985-12-31', '1985-12-31'],
  ['31 March 2026', 'plain', '2026-03-31', '2026-03-31'],
  ['31. März 2026', 'plain', '2026-03-31', '2026-03-31'],
  ['Mar 31, 2026', 'plain', '2026-03-31', '2026-03-31'],
  ['31-Mar-2026', 'plain', '2026-03-31', '2026-03-31'],
  ['31 de marzo de 2026', 'plain', '2026-03-31', '2026-03-31'],
  ['1er août 2026', 'plain', '2026-08-01', '2026-08-01'],
  ['Tue, 31 Mar 2026', 'plain', '2026-03-31', '2026-03-31'],
  ['29.02.2025', null, null, null],
  ['31.02.2026', null, null, null],
  ['13.13.2026', null, null, null],
  ['31 Brumaire 2026', null, null, null],
  ['soon', null, null, null],
  ['12', null, null, null],
] as const)('a day is read, and told when it has two readings: %s', ([cell, style, dayFirst, monthFirst]) => {
  expect(dateStyleOf(cell)).toBe(style);
  expect([readDay(cell, 'day_first'), readDay(cell, 'month_first')]).toEqual([dayFirst, monthFirst]);
  if (style === 'either') expect(readDay(cell, null)).toBeNull();
});

test.for([
  ['2026-03-31T09:30:00Z', '2026-03-31T09:30:00.000Z'],
  ['2026-03-31 09:30:00', '2026-03-31T09:30:00.000Z'],
  ['2026-03-31T09:30:00.123+02:00', '2026-03-31T07:30:00.123Z'],
  ['31.03.2026 09:30', '2026-03-31T09:30:00.000Z'],
  ['31.03.2026, 9:30 Uhr', '2026-03-31T09:30:00.000Z'],
  ['3/31/2026 1:05 PM', '2026-03-31T13:05:00.000Z'],
  ['3/31/2026 12:05 AM', '2026-03-31T00:05:00.000Z'],
  ['31.03.2026', '2026-03-31T00:00:00.000Z'],
  ['31.03.2026 25:00', null],
  ['2026-03-31 later', null],
] as const)('a moment is read in UTC: %s', ([cell, moment]) => {
  expect(readMoment(cell, null)).toBe(moment);
});

test('a time of day is seen, midnight is none', () => {
  expect(['2026-03-31', '2026-03-31 00:00:00', '2026-03-31T00:00:00.000Z', '31.03.2026 9:30'].map(hasTime)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test('what stands for nothing is told apart from names', () => {
  for (const cell of ['n/a', 'N/A', '-', 'NULL', '#N/A', '—', 'k.A.', '\\N'])
    expect(isPlaceholder(cell), cell).toBe(true);
  for (const cell of ['NULL', '#N/A', '-', 'n/a']) expect(isPlaceholderOfText(cell), cell).toBe(true);
  for (const cell of ['Null', 'Na', 'None', 'X']) expect(isPlaceholderOfText(cell), cell).toBe(false);
});

test('a text that reads like no value is the same text after a cell, and only an unmarked one stands for nothing', () => {
  for (const text of ['-', '--', 'n/a', 'NULL', 'Ada', "'90s"])
    for (let marks = 0; marks < 4; marks += 1) {
      const said = "'".repeat(marks) + text;
      expect(textIn(cellOfText(said)), said).toBe(said);
    }
  expect(['--', "'--", "''--", "'Ada"].map(textIn)).toEqual([null, '--', "'--", "'Ada"]);
});
