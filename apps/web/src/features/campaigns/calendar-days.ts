const aDay = 86_400_000;

/** "2026-11-25" and -1 → "2026-11-24" */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * aDay).toISOString().slice(0, 10);
}

/** "2026-11" and 2 → "2027-01" */
export function monthAfter(month: string, months: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The weeks that a month is in, from Monday on: each seven days. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const monday = dayAfter(first, -((new Date(first).getUTCDay() + 6) % 7));
  const weeks: string[][] = [];
  for (let start = monday; start.slice(0, 7) <= month; start = dayAfter(start, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => dayAfter(start, index)));
  return weeks;
}
