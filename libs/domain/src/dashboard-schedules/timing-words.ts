import type { Timing } from './timing.ts';

export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** "Every Monday and Friday at 07:00" */
export function timingInWords(timing: Timing): string {
  const at = `at ${String(timing.hour).padStart(2, '0')}:00`;
  if (timing.kind === 'daily') return `Every day ${at}`;
  if (timing.kind === 'monthly') return `On day ${timing.day} of each month ${at}`;
  const names = timing.weekdays.toSorted((one, other) => one - other).map((day) => weekdayNames[day - 1] ?? '');
  return `Every ${listed(names)} ${at}`;
}

/** The days that a mail is about: "Monday, 30 November 2026", "week to 30 November 2026". */
export function periodOf(timing: Timing, dueAt: Date, timeZone: string): string {
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  if (timing.kind === 'daily')
    return new Intl.DateTimeFormat('en-GB', { weekday: 'long', ...day }).format(dueAt).replace(/^(\w+) /, '$1, ');
  return `${timing.kind === 'weekly' ? 'week' : 'month'} to ${new Intl.DateTimeFormat('en-GB', day).format(dueAt)}`;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
