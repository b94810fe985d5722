import { type FunnelQuery, windowMs } from '@engagex/domain/explore';
import { isOf, type Own, valueOf } from './definitions.ts';

interface Attempt {
  readonly level: number;
  readonly part: string;
  readonly owner: string;
  /** For each step, the least time to it, in the last attempt that got there. */
  readonly ms: readonly (number | null)[];
}

interface Within {
  readonly from: number;
  readonly to: number;
}

/** The attempt that counts of one person, whose deeds are in order; null when there is none. */
export function attemptOf(own: readonly Own[], query: FunnelQuery, { from, to }: Within): Attempt | null {
  const { steps, order } = query;
  let best: { level: number; start: number } | null = null;
  const ms: (number | null)[] = steps.map(() => null);
  for (const [start, deed] of own.entries()) {
    if (deed.at < from || deed.at >= to) continue;
    const isStart = order === 'any' ? steps.some((step) => isOf(deed, step)) : isOf(deed, steps[0]!);
    if (!isStart) continue;
    const times = order === 'any' ? null : waysFrom(start, own, query);
    const level = times ? times.filter((each) => each !== null).length : filledFrom(start, own, query);
    if (!best || level >= best.level) best = { level, start };
    times?.forEach((each, step) => {
      if (each !== null && step > 0) ms[step] = each;
    });
  }
  const begin = best && own[best.start];
  if (!begin || !best) return null;
  const value = query.breakdown ? valueOf(begin, query.breakdown.property) : null;
  const part = query.breakdown ? (value === null ? 'n' : `v${value}`) : '';
  return { level: best.level, part, owner: begin.owner, ms };
}

/** For each step, how soon after the beginning it can be taken; tries every way. */
function waysFrom(start: number, own: readonly Own[], { steps, order, window, exclusions }: FunnelQuery) {
  const soonest: (number | null)[] = steps.map(() => null);
  const begin = own[start]!.at;
  const walk = (at: number, step: number): void => {
    const took = own[at]!.at - begin;
    if (took < (soonest[step] ?? Infinity)) soonest[step] = took;
    const next = steps[step + 1];
    if (!next) return;
    for (let index = at + 1; index < own.length; index += 1) {
      const deed = own[index]!;
      if (deed.at - begin > windowMs(window) || exclusions.some((each) => isOf(deed, each))) return;
      if (isOf(deed, next)) walk(index, step + 1);
      if (order === 'strict') return;
    }
  };
  walk(start, 0);
  return soonest;
}

/** How many steps what happened from this moment on can fill, each deed one; tries every assignment. */
function filledFrom(start: number, own: readonly Own[], { steps, window, exclusions }: FunnelQuery): number {
  const begin = own[start]!;
  const isExcluding = (deed: Own) => exclusions.some((each) => isOf(deed, each));
  const within = own.filter((deed, index) => {
    if (deed.at < begin.at || deed.at - begin.at > windowMs(window)) return false;
    const between = index < start ? own.slice(index + 1, start + 1) : own.slice(start + 1, index + 1);
    return !between.some(isExcluding);
  });
  const fill = (step: number, used: ReadonlySet<Own>): number => {
    const wanted = steps[step];
    if (!wanted) return 0;
    let most = fill(step + 1, used);
    for (const deed of within)
      if (!used.has(deed) && isOf(deed, wanted)) most = Math.max(most, 1 + fill(step + 1, new Set([...used, deed])));
    return most;
  };
  // More of the same deeds change nothing: as many as there are steps are enough of each kind.
  const kinds = Map.groupBy(within, (deed) => steps.map((step) => isOf(deed, step)).join());
  within.splice(0, within.length, ...[...kinds.values()].flatMap((alike) => alike.slice(0, steps.length)));
  return fill(0, new Set());
}

export interface FunnelCounts {
  readonly people: readonly number[];
  readonly medianSeconds: readonly (number | null)[];
}

export function countsOf(attempts: readonly Attempt[], { steps }: FunnelQuery): FunnelCounts {
  return {
    people: steps.map((_, step) => attempts.filter(({ level }) => level > step).length),
    medianSeconds: steps.map((_, step) => {
      const times = attempts.flatMap(({ ms }) => ms[step] ?? []).toSorted((a, b) => a - b);
      const middle = times[Math.ceil(times.length / 2) - 1];
      return middle === undefined ? null : middle / 1_000;
    }),
  };
}

/** Parts by how many people they have, the others last. */
export function partsOf(attempts: readonly Attempt[], query: FunnelQuery) {
  if (!query.breakdown) return [];
  const { most } = query.breakdown;
  const parts = [...Map.groupBy(attempts, ({ part }) => part)].toSorted(
    ([a, of], [b, others]) => others.length - of.length || Buffer.from(a).compare(Buffer.from(b)),
  );
  const rest = parts.slice(most).flatMap(([, of]) => of);
  return [...parts.slice(0, most), ...(rest.length > 0 ? [['o', rest] as const] : [])];
}
