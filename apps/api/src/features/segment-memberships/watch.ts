import { isDeepStrictEqual } from 'node:util';
import type { ChangeReason } from '@engagex/domain/segment-memberships';
import { dayIn, type SegmentBranch, startOfDay } from '@engagex/domain/segments';
import type { TenantDb } from '@engagex/tenancy';
import { segmentRules, type SegmentRule } from '../segments/index.ts';
import { isByDay, type Source, sourcesOf } from './depends-on.ts';
import { activeWatches, noteProblem, redefine } from './segment-memberships.queries.ts';

/** What is wrong with a segment is looked into again so often. */
const lookedIntoEveryMs = 60_000;

/** Why everybody has to be asked: `baseline` finds out with whom the watch begins. */
export type Recheck = 'baseline' | Exclude<ChangeReason, 'day' | 'time_zone' | 'check'>;

export interface StoredWatch {
  readonly segmentId: string;
  readonly definition: Readonly<Record<string, SegmentBranch>> | null;
  readonly isByDay: boolean;
  /** What the day was when everybody was last asked. */
  readonly day: string | null;
  readonly timeZone: string | null;
  readonly recheck: Recheck | null;
  readonly settlesAt: string | null;
  readonly problem: string | null;
  readonly begunAt: Date | null;
  readonly comparedAt: Date | null;
  readonly checkedAt: Date | null;
  readonly sources: readonly Source[];
}

/** A watch whose segment can be asked. */
export interface Watch extends StoredWatch {
  readonly rule: SegmentRule;
}

export interface Watches {
  readonly sound: readonly Watch[];
  readonly context: Awaited<ReturnType<typeof segmentRules>>['context'];
}

/**
 * The watched segments as they are defined now. One whose definition is not the one it was last asked by is marked, so that
 * everybody is asked again; one that nobody can say anything about keeps what is recorded.
 */
export async function loadWatches(tx: TenantDb, now: Date): Promise<Watches> {
  const stored = await tx.rows<StoredWatch>(activeWatches);
  const ids = stored.map(({ segmentId }) => segmentId);
  const { sound, problems, context } = await segmentRules(tx, ids, now);
  const watches: Watch[] = [];
  for (const each of stored) {
    const rule = sound.get(each.segmentId);
    if (rule) watches.push(await renewed(tx, { ...each, rule }, now));
    else await note(tx, each, { problem: problems.get(each.segmentId) ?? '', now });
  }
  return { sound: watches, context: { ...context, now: notBefore(now, stored, context.timeZone) } };
}

async function renewed(tx: TenantDb, watch: Watch, now: Date): Promise<Watch> {
  const { segmentId, definition, rule, begunAt } = watch;
  if (isDeepStrictEqual(definition, rule.definition)) return watch;
  const trees = Object.values(rule.definition);
  const sources = sourcesOf(trees);
  const recheck = begunAt === null ? 'baseline' : (watch.recheck ?? 'definition');
  const values = [segmentId, JSON.stringify(rule.definition), JSON.stringify(sources), isByDay(trees), recheck, now];
  await tx.rows(redefine, values);
  return { ...watch, definition: rule.definition, sources, recheck, isByDay: isByDay(trees), settlesAt: null };
}

async function note(tx: TenantDb, watch: StoredWatch, { problem, now }: { problem: string; now: Date }) {
  const isNoted = watch.problem === problem && now.getTime() - (watch.checkedAt?.getTime() ?? 0) < lookedIntoEveryMs;
  if (!isNoted) await tx.rows(noteProblem, [watch.segmentId, problem, now]);
}

/**
 * A day that has begun goes on, whatever the clock of another worker says: around midnight members would otherwise leave and
 * enter again.
 */
function notBefore(now: Date, watches: readonly StoredWatch[], timeZone: string): Date {
  const days = watches.flatMap((each) => (each.timeZone === timeZone && each.day !== null ? [each.day] : []));
  const latest = days.toSorted().at(-1);
  return latest !== undefined && dayIn(timeZone, now) < latest ? startOfDay(timeZone, latest) : now;
}
