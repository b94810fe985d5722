const dayMs = 86_400_000;

/** How far back days are looked at: each weekday four times. */
export const forecastDays = 28;
/** With fewer whole days nothing is foreseen. */
const fewestDays = 3;
/** With fewer, weekdays are not told apart. */
const enoughForWeekdays = 14;
/** A day above this many times the next highest of its weekday is a one-off, of three such days at least. */
const oneOffTimes = 3;
/** Of a normal distribution: eight of ten outcomes lie within. */
const eightOfTen = 1.2816;

/** What was used, and until when there is more to come. */
export interface UsageSoFar {
  readonly now: Date;
  /** The end of the period. */
  readonly until: Date;
  /** In the period so far, with what is on its way. */
  readonly used: number;
  /** Since when usage is counted. */
  readonly since: Date;
  /** What whole days (UTC) came to, as `2026-11-30`; days without any may be left out. */
  readonly days: ReadonlyMap<string, number>;
}

/** What a period will come to: eight of ten times between `low` and `high`. */
export interface UsageForecast {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  /** The rest of today and each day after it, with what it is expected to bring. */
  readonly days: readonly { readonly day: string; readonly expected: number }[];
}

/**
 * Each day to come is expected to be like the same weekday of the last four weeks; within the first two weeks, like any day so far. The
 * range says how much days of a kind have differed from each other. Null within the first three days.
 */
export function forecastOf({ now, until, used, since, days }: UsageSoFar): UsageForecast | null {
  const known = knownDays(now, since, days);
  if (known.length < fewestDays) return null;
  const kinds = kindsOf(known);
  const ahead = daysAhead(now, until).map(({ day, part }) => ({ day, part, rate: kinds.rateOf(day) }));
  const more = ahead.reduce((sum, { part, rate }) => sum + part * rate, 0);
  const length = ahead.reduce((sum, { part }) => sum + part, 0);
  // What days differ by, and that the rate itself is known from a few days only.
  const spread = eightOfTen * kinds.deviation * Math.sqrt(length + (length * length) / known.length);
  return {
    low: used + Math.max(0, Math.round(more - spread)),
    expected: used + Math.round(more),
    high: used + Math.round(more + spread),
    days: ahead.map(({ day, part, rate }) => ({ day, expected: part * rate })),
  };
}

/** The day on which a limit is expected to be reached; null when it is not, or was before. */
export function dayOfReaching(limit: number, used: number, { days, expected }: UsageForecast): string | null {
  if (used >= limit || expected < limit) return null;
  let sum = used;
  for (const { day, expected: more } of days) {
    sum += more;
    if (sum >= limit) return day;
  }
  return days.at(-1)?.day ?? null; // rounding
}

interface Day {
  readonly day: string;
  readonly quantity: number;
}

/** Whole days since usage is counted, four weeks at most. */
function knownDays(now: Date, since: Date, days: ReadonlyMap<string, number>): Day[] {
  const today = Math.floor(now.getTime() / dayMs);
  const first = Math.max(today - forecastDays, Math.ceil(since.getTime() / dayMs));
  return Array.from({ length: Math.max(0, today - first) }, (_, n) => {
    const day = textOf(first + n);
    return { day, quantity: days.get(day) ?? 0 };
  });
}

function kindsOf(known: readonly Day[]) {
  const areTold = known.length >= enoughForWeekdays;
  const kindOf = ({ day }: Pick<Day, 'day'>) => (areTold ? new Date(day).getUTCDay() : 0);
  const groups = new Map(
    [...Map.groupBy(known, kindOf)].map(([kind, own]) => [kind, withoutOneOff(own.map(({ quantity }) => quantity))]),
  );
  const squares = [...groups.values()].flatMap((own) => own.map((each) => (each - meanOf(own)) ** 2));
  const freedom = Math.max(1, squares.length - groups.size);
  return {
    rateOf: (day: string) => meanOf(groups.get(kindOf({ day })) ?? []),
    deviation: Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / freedom),
  };
}

function withoutOneOff(quantities: readonly number[]): readonly number[] {
  const [highest = 0, next = 0, ...others] = quantities.toSorted((one, other) => other - one);
  return others.length > 0 && highest > oneOffTimes * next ? [next, ...others] : quantities;
}

function meanOf(quantities: readonly number[]): number {
  return quantities.length === 0 ? 0 : quantities.reduce((sum, each) => sum + each, 0) / quantities.length;
}

/** The days that are left of a period, each with how much of it. */
function daysAhead(now: Date, until: Date): { readonly day: string; readonly part: number }[] {
  const ahead = [];
  for (let n = Math.floor(now.getTime() / dayMs); n * dayMs < until.getTime(); n++) {
    const begin = Math.max(n * dayMs, now.getTime());
    const end = Math.min((n + 1) * dayMs, until.getTime());
    ahead.push({ day: textOf(n), part: (end - begin) / dayMs });
  }
  return ahead;
}

/** A day by its number since 1970. */
function textOf(n: number): string {
  return new Date(n * dayMs).toISOString().slice(0, 10);
}
