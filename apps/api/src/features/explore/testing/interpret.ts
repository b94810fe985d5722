import type {
  ExploreAnswer,
  ExploreQuery,
  FunnelQuery,
  RetentionQuery,
  SeriesQuery,
  TopQuery,
} from '@engagex/domain/explore';
import { addDays, beginOf, byOwner, dayAt, daysFrom, deedsOf, isOf, type Own, unitOf, valueOf } from './definitions.ts';
import type { History } from './histories.ts';
import { attemptOf, countsOf, partsOf } from './interpret-funnel.ts';
import { linesOfPaths, waysOf } from './interpret-paths.ts';
import { amountOf, type Calendar, pointAt, pointsOf } from './interpret-series.ts';

/** An answer as plain values that can be compared; one is made of the history and one of what the service says. */
export type Comparable = unknown;

interface Asked {
  readonly history: History;
  readonly query: ExploreQuery;
}

/** What the answer has to say. */
export function expected({ history, query }: Asked): Comparable {
  const deeds = deedsOf(history);
  switch (query.kind) {
    case 'series':
      return expectedSeries(history, query, deeds);
    case 'funnel':
      return expectedFunnel(history, query, deeds);
    case 'retention':
      return expectedRetention(history, query, deeds);
    case 'paths':
      return linesOfPaths(waysOf(within(history, query, deeds), query), query);
    case 'top':
      return expectedTop(query, within(history, query, deeds));
  }
}

/** What it says. */
export function said(answer: ExploreAnswer): Comparable {
  switch (answer.kind) {
    case 'series':
      return answer.lines.map(({ event, group, values, total, before }) => ({
        event,
        part: partName(group),
        values: values.map(rounded),
        total: rounded(total),
        before: before && { values: before.values.map(rounded), total: rounded(before.total) },
      }));
    case 'funnel':
      return [answer.whole, ...answer.parts].map(({ group, people, medianSeconds }) => ({
        part: partName(group),
        people,
        medianSeconds,
      }));
    case 'retention':
      return { cohorts: answer.cohorts.map(({ size, returned }) => ({ size, returned })), mean: answer.mean };
    case 'paths': {
      const key = ({ name, value }: { name: string | null; value: string | null }) => JSON.stringify([name, value]);
      return [
        ...answer.nodes.map((node) => `${node.place} ${key(node)}: ${node.people}, ${node.ended} end`),
        ...answer.links.map(({ from, to, people }) => `${from.place} ${key(from)} to ${key(to)}: ${people}`),
      ].toSorted();
    }
    case 'top': {
      const { items, other } = answer;
      return {
        items: items.map(({ value, amount, events }) => ({ value, amount: rounded(amount), events })),
        other: other && { ...other, amount: rounded(other.amount) },
      };
    }
  }
}

function partName(group: { kind: string; value?: string | null }): string {
  if (group.kind === 'all') return '';
  if (group.kind === 'other') return 'o';
  return group.value === null || group.value === undefined ? 'n' : `v${group.value}`;
}

/** Averages are answered to six digits. */
function rounded(amount: string | number | null): number | null {
  return amount === null ? null : Math.round(Number(amount) * 1e5) / 1e5;
}

function daysOfPeriod({ period }: ExploreQuery): { first: string; end: string } {
  if (period.kind === 'last') throw new Error('Histories are asked about days.');
  return { first: period.from, end: addDays(period.to, 1) };
}

function within({ timeZone }: History, query: ExploreQuery, deeds: readonly Own[]): Own[] {
  const { first, end } = daysOfPeriod(query);
  return deeds.filter(({ at }) => dayAt(timeZone, at) >= first && dayAt(timeZone, at) < end);
}

const partBy = (property: string | undefined) => (deed: Own) => {
  if (property === undefined) return '';
  const value = valueOf(deed, property);
  return value === null ? 'n' : `v${value}`;
};

/** Parts by how many events they have, then by name. */
function ranked(deeds: readonly Own[], part: (deed: Own) => string): string[] {
  return [...Map.groupBy(deeds, part)]
    .toSorted(([a, of], [b, others]) => others.length - of.length || Buffer.from(a).compare(Buffer.from(b)))
    .map(([name]) => name);
}

function expectedSeries(history: History, query: SeriesQuery, deeds: readonly Own[]): Comparable {
  const { first, end } = daysOfPeriod(query);
  const { timeZone, weekStart } = history;
  const calendar: Calendar = { timeZone, weekStart, first, end, interval: query.interval };
  const points = pointsOf(calendar).filter((point) => beginOfPoint(calendar, point) <= history.now.getTime());
  const back = daysFrom(first, end).length;
  const { breakdown, measure } = query;
  return query.events.flatMap((chosen, event) => {
    const of = deeds.filter((deed) => isOf(deed, chosen));
    const shown = of.filter(({ at }) => points.includes(pointAt(calendar, at) ?? ''));
    const before = of.filter(({ at }) => points.includes(pointAt(calendar, at, back) ?? ''));
    const part = partBy(breakdown?.property);
    const names = breakdown ? ranked(shown, part) : [''];
    const own = names.slice(0, breakdown?.most ?? 1);
    const lineOf = (name: string) => (deed: Own) => name === (own.includes(part(deed)) ? part(deed) : 'o');
    const about = (all: readonly Own[], backwards: number) => ({
      values: points.map((point) =>
        rounded(
          amountOf(
            all.filter(({ at }) => pointAt(calendar, at, backwards) === point),
            measure,
          ),
        ),
      ),
      total: rounded(amountOf(all, measure)),
    });
    return [...own, ...(names.length > own.length ? ['o'] : [])].map((name) => ({
      event,
      part: name,
      ...about(shown.filter(lineOf(name)), 0),
      before: query.comparesBefore ? about(before.filter(lineOf(name)), back) : null,
    }));
  });
}

function beginOfPoint({ timeZone, first }: Calendar, point: string): number {
  const [day = '', hour = '0'] = point.split(' ');
  return beginOf(timeZone, day < first ? first : day) + Number(hour) * 3_600_000;
}

function expectedFunnel({ timeZone }: History, query: FunnelQuery, deeds: readonly Own[]): Comparable {
  const { first, end } = daysOfPeriod(query);
  const span = { from: beginOf(timeZone, first), to: beginOf(timeZone, end) };
  // What is neither a step nor ends an attempt is only in the way of strict ones.
  const attempts = byOwner(deeds).flatMap((own) => attemptOf(own, query, span) ?? []);
  return [['', attempts] as const, ...partsOf(attempts, query)].map(([part, of]) => ({ part, ...countsOf(of, query) }));
}

export function cohortsIn({ timeZone, weekStart, now }: History, query: RetentionQuery) {
  const { first, end } = daysOfPeriod(query);
  const begin = unitOf(first, query.interval, weekStart);
  const exists = (day: string) =>
    query.interval !== 'day' || beginOf(timeZone, day) < beginOf(timeZone, addDays(day, 1));
  const units = [
    ...new Set(daysFrom(begin, addDays(end, 250)).map((day) => unitOf(day, query.interval, weekStart))),
  ].filter(exists);
  const cohorts = units.filter((unit) => unit < end && beginOf(timeZone, unit) <= now.getTime());
  return { units, cohorts };
}

function expectedRetention(history: History, query: RetentionQuery, deeds: readonly Own[]): Comparable {
  const { timeZone, weekStart, now } = history;
  const { units, cohorts } = cohortsIn(history, query);
  const unitAt = ({ at }: Own) => unitOf(dayAt(timeZone, at), query.interval, weekStart);
  const people = byOwner(deeds).map((own) => ({
    began: own.filter((deed) => isOf(deed, query.begins)).map(unitAt),
    returned: new Set(own.filter((deed) => isOf(deed, query.returns)).map(unitAt)),
  }));
  const isOver = (index: number) => beginOf(timeZone, units[index + 1] ?? '') <= now.getTime();
  const rows = cohorts.map((cohort, index) => {
    const members = people.filter(({ began }) =>
      query.counts === 'first_time' ? began[0] === cohort : began.includes(cohort),
    );
    const returned = Array.from({ length: query.intervals + 1 }, (_, after) =>
      isOver(index + after) ? members.filter((each) => each.returned.has(units[index + after] ?? '')).length : null,
    );
    return { size: members.length, returned };
  });
  const mean = Array.from({ length: query.intervals + 1 }, (_, after) => {
    const over = rows.filter(({ returned }) => returned[after] !== null);
    return {
      size: over.reduce((sum, { size }) => sum + size, 0),
      returned: over.reduce((sum, { returned }) => sum + (returned[after] ?? 0), 0),
    };
  });
  return { cohorts: rows, mean };
}

function expectedTop({ event, property, measure, most }: TopQuery, deeds: readonly Own[]): Comparable {
  const part = (deed: Own) => (property === null ? `v${deed.name}` : partBy(property)(deed));
  const chosen = deeds.filter((deed) => isOf(deed, event));
  const values = [...Map.groupBy(chosen, part)]
    .map(([name, of]) => ({ name, of, amount: amountOf(of, measure) }))
    .toSorted(
      (a, b) => (b.amount ?? -Infinity) - (a.amount ?? -Infinity) || Buffer.from(a.name).compare(Buffer.from(b.name)),
    );
  const rest = values.slice(most);
  const left = rest.flatMap(({ of }) => of);
  return {
    items: values.slice(0, most).map(({ name, of, amount }) => ({
      value: name === 'n' ? null : name.slice(1),
      amount: rounded(amount),
      events: of.length,
    })),
    other:
      rest.length > 0 ? { values: rest.length, amount: rounded(amountOf(left, measure)), events: left.length } : null,
  };
}
