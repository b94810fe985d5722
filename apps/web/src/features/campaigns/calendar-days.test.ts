import { expect, test } from 'vitest';
import { dayAfter, monthAfter, weeksOf } from './calendar-days.ts';

test('the weeks of a month begin on Monday and leave no day of it out', () => {
  for (let month = '2026-01'; month < '2029-01'; month = monthAfter(month, 1)) {
    const weeks = weeksOf(month);
    const days = weeks.flat();
    expect(weeks.every(([monday]) => new Date(monday ?? '').getUTCDay() === 1)).toBe(true);
    expect(days.filter((day) => day.startsWith(month))).toHaveLength(
      Number(dayAfter(`${monthAfter(month, 1)}-01`, -1).slice(8)),
    );
    expect(days.length).toBeLessThanOrEqual(42);
    expect(weeks.every((week) => week.some((day) => day.startsWith(month)))).toBe(true);
  }
});

test('months go on over the years', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2026-01', -1)).toBe('2025-12');
});
