import type { Meter, UsageOfDay } from '@engagex/domain/usage';

export function quantityOf(days: readonly UsageOfDay[], meter: Meter): number {
  return days.reduce((sum, day) => (day.meter === meter ? sum + day.quantity : sum), 0);
}

interface DayOfMeter {
  readonly day: string;
  readonly entries: number;
  readonly quantity: number;
}

/** One row for each day of the meter, whatever kinds it is made of; days without any are left out. */
export function daysOfMeter(days: readonly UsageOfDay[], meter: Meter): DayOfMeter[] {
  const byDay = new Map<string, DayOfMeter>();
  for (const { day, entries, quantity, ...of } of days) {
    if (of.meter !== meter) continue;
    const before = byDay.get(day) ?? { entries: 0, quantity: 0 };
    byDay.set(day, { day, entries: before.entries + entries, quantity: before.quantity + quantity });
  }
  return [...byDay.values()];
}
