import type { PathsQuery } from '@engagex/domain/explore';
import { byOwner, isOf, type Own, valueOf } from './definitions.ts';

interface Step {
  readonly name: string | null;
  readonly value: string | null;
}

export interface Walked {
  readonly owner: string;
  /** In their places; with more steps than are shown, to know where it goes on. */
  readonly steps: readonly Step[];
}

/** The way of each person, with steps that are not shown as others. */
export function waysOf(deeds: readonly Own[], query: PathsQuery): Walked[] {
  const ways = byOwner(deeds).flatMap((own) => {
    const inTurn = query.direction === 'after' ? own : own.toReversed();
    const begin = inTurn.findIndex((deed) => isOf(deed, query.event));
    if (begin === -1) return [];
    const steps: { name: string; value: string | null }[] = [];
    for (const [index, deed] of inTurn.slice(begin).entries()) {
      const before = inTurn[begin + index - 1];
      if (index > 0 && before && Math.abs(deed.at - before.at) > query.gapMinutes * 60_000) break;
      const step = { name: deed.name, value: query.property === null ? null : valueOf(deed, query.property) };
      const last = steps.at(-1);
      if (last?.name !== step.name || last.value !== step.value) steps.push(step);
    }
    return [{ owner: own[0]!.owner, steps }];
  });
  const shown = Array.from({ length: query.steps + 1 }, (_, place) => {
    const counts = Map.groupBy(
      ways.flatMap(({ steps }) => steps[place] ?? []),
      keyOf,
    );
    const ranked = [...counts.values()].toSorted((a, b) => b.length - a.length || compare(a[0]!, b[0]!));
    return new Set(ranked.slice(0, query.most).map((each) => keyOf(each[0]!)));
  });
  return ways.map(({ owner, steps }) => ({
    owner,
    steps: steps.map((step, place) =>
      place <= query.steps && !shown[place]?.has(keyOf(step)) ? { name: null, value: null } : step,
    ),
  }));
}

const keyOf = ({ name, value }: Step) => JSON.stringify([name, value]);

/** By name, then by value, none first. */
function compare(a: Step, b: Step): number {
  if (a.name !== b.name) return Buffer.from(a.name ?? '').compare(Buffer.from(b.name ?? ''));
  if (a.value === null || b.value === null) return a.value === null ? -1 : 1;
  return Buffer.from(a.value).compare(Buffer.from(b.value));
}

/** What the answer says of them, as lines of text in no order. */
export function linesOfPaths(ways: readonly Walked[], query: PathsQuery): string[] {
  const lines: string[] = [];
  for (let place = 0; place <= query.steps; place += 1) {
    const here = ways.filter(({ steps }) => steps[place]);
    for (const [key, of] of Map.groupBy(here, ({ steps }) => keyOf(steps[place]!)))
      lines.push(`${place} ${key}: ${of.length}, ${of.filter(({ steps }) => !steps[place + 1]).length} end`);
    if (place === query.steps) break;
    const on = here.filter(({ steps }) => steps[place + 1]);
    for (const [key, of] of Map.groupBy(on, ({ steps }) => `${keyOf(steps[place]!)} to ${keyOf(steps[place + 1]!)}`))
      lines.push(`${place} ${key}: ${of.length}`);
  }
  return lines.toSorted();
}
