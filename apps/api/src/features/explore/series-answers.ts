import { Injectable } from '@nestjs/common';
import { daysOf, type ExploreAnswerInput, type Measure, type SeriesQuery } from '@engagex/domain/explore';
import { TenantDb } from '@engagex/tenancy';
import { EventAnalysis, type SeriesRow } from '../../ports/event-analysis.ts';
import { EventCounts } from '../event-counts/index.ts';
import { breakdownOfMoney } from './money.ts';
import { groupOf } from './parts.ts';
import { ResolvePeriod } from './resolve-period.ts';

type Answer = Extract<ExploreAnswerInput, { kind: 'series' }>;
type Breakdown = SeriesQuery['breakdown'];
type Events = SeriesQuery['events'];

/** The lines of one event: by part, the amount of each point and of the whole. */
type Lines = ReadonlyMap<string, { readonly values: (string | null)[]; readonly total: string | null }>;

const quarterMs = 15 * 60_000;

@Injectable()
export class SeriesAnswers {
  constructor(
    private readonly db: TenantDb,
    private readonly analysis: EventAnalysis,
    private readonly counts: EventCounts,
    private readonly periods: ResolvePeriod,
  ) {}

  async answer(query: SeriesQuery): Promise<Answer> {
    const { period, interval, events, comparesBefore } = query;
    const breakdown = breakdownOfMoney(query);
    const { timeZone, weekStart, from, to, asOf, ...days } = await this.periods.resolve(period);
    const resolved = { timeZone, weekStart, from, to, asOf, ...days };
    const boundaries = begun(await this.periods.boundaries(resolved, interval), asOf);
    const lines = await this.#lines(query, breakdown, boundaries, null);
    const before = comparesBefore
      ? (await this.periods.boundaries(resolved, interval, daysOf(period))).slice(0, boundaries.length)
      : null;
    const linesBefore = before && (await this.#lines(query, breakdown, before, lines));
    return {
      kind: 'series',
      interval,
      timeZone,
      weekStart,
      from,
      to,
      asOf,
      points: boundaries.slice(1).map((end, index) => ({ from: boundaries[index], to: end, isComplete: end <= asOf })),
      lines: events.flatMap(({ name }, event) =>
        [...(lines[event] ?? [])].map(([part, { values, total }]) => {
          const nothing = { values: values.map(() => nothingOf(query.measure)), total: nothingOf(query.measure) };
          return {
            event,
            name,
            group: groupOf(part),
            values: [...values],
            total,
            before: linesBefore && { ...nothing, ...linesBefore[event]?.get(part) },
          };
        }),
      ),
      breakdownProperty: breakdown?.property ?? null,
      before: before && before.length > 1 ? { from: before[0], to: before.at(-1) } : null,
    };
  }

  /** `known` has the parts of the period that this one is compared with. */
  async #lines(
    { events, measure }: SeriesQuery,
    breakdown: Breakdown,
    boundaries: readonly Date[],
    known: readonly Lines[] | null,
  ): Promise<Lines[]> {
    const about = { measure, points: Math.max(boundaries.length - 1, 0), isBrokenDown: breakdown !== null };
    if (boundaries.length < 2) return events.map(() => linesOf([], about));
    const isCounted =
      measure.kind === 'events' &&
      !breakdown &&
      events.every(({ properties }) => properties.length === 0) &&
      boundaries.every((at) => at.getTime() % quarterMs === 0);
    if (isCounted) return this.#counted(events, boundaries);
    const lines: Lines[] = [];
    for (const [index, event] of events.entries()) {
      const parts = known && breakdown ? [...(known[index]?.keys() ?? [])].filter((part) => part !== 'o') : null;
      const rows = await this.analysis.series({ event, measure, breakdown, parts, boundaries });
      lines.push(linesOf(rows, about));
    }
    return lines;
  }

  /** From what was counted when the events came. */
  async #counted(events: Events, boundaries: readonly Date[]): Promise<Lines[]> {
    const names = events.flatMap(({ name }) => name ?? []);
    const [named, all] = await this.db.answersTo([
      this.counts.between(names, boundaries),
      this.counts.between(names.length < events.length ? null : [], boundaries),
    ]);
    return events.map(({ name }) => {
      const values = Array.from<bigint>({ length: boundaries.length - 1 }).fill(0n);
      for (const { point, count } of (name === null ? all : named).filter((row) => row.name === name))
        values[point] = BigInt(count);
      const total = values.reduce((sum, value) => sum + value, 0n);
      return new Map([['', { values: values.map(String), total: String(total) }]]);
    });
  }
}

/** Of the points, those that have begun: what is to come has no value. */
function begun(boundaries: readonly Date[], asOf: Date): readonly Date[] {
  const later = boundaries.findIndex((at) => at > asOf);
  return later === -1 ? boundaries : boundaries.slice(0, later === 0 ? 0 : later + 1);
}

function linesOf(
  rows: readonly SeriesRow[],
  { measure, points, isBrokenDown }: { measure: Measure; points: number; isBrokenDown: boolean },
): Lines {
  const nothing = nothingOf(measure);
  const lines = new Map<string, { values: (string | null)[]; total: string | null }>();
  const empty = () => ({ values: Array.from<string | null>({ length: points }).fill(nothing), total: nothing });
  if (!isBrokenDown) lines.set('', empty());
  for (const { part, point, amount } of rows) {
    const line = lines.get(part) ?? empty();
    lines.set(part, line);
    if (point === null) line.total = amount;
    else line.values[point] = amount;
  }
  return lines;
}

function nothingOf({ kind }: Measure): string | null {
  return kind === 'events' || kind === 'people' || kind === 'sum' ? '0' : null;
}
