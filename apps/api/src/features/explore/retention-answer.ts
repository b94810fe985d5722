import { exploreLimits, type ExploreAnswerInput, type RetentionQuery } from '@engagex/domain/explore';
import { invalid } from '@engagex/domain/shared';
import type { RetentionQuestion, RetentionRow } from '../../ports/event-analysis.ts';
import type { ResolvedPeriod, ResolvePeriod } from './resolve-period.ts';

type Answer = Pick<Extract<ExploreAnswerInput, { kind: 'retention' }>, 'kind' | 'interval' | 'cohorts' | 'mean'>;

/**
 * The cohorts of a period that was extended to whole intervals, and the intervals after them; one more than is asked for, as a zone may have
 * left a day out.
 */
export async function cohortsOf(
  query: RetentionQuery,
  period: ResolvedPeriod,
  periods: ResolvePeriod,
): Promise<RetentionQuestion> {
  const endDay = later(period.endDay, query.interval, query.intervals + 1);
  const boundaries = await periods.boundaries({ ...period, endDay }, query.interval);
  const begun = boundaries.filter((at) => at < period.to && at <= period.asOf).length;
  if (begun > exploreLimits.cohorts)
    throw invalid(
      'explore.too-many-cohorts',
      `This period has ${begun} groups; at most ${exploreLimits.cohorts} can be shown. Choose a shorter period or a longer interval.`,
    );
  return { query, boundaries, cohorts: begun };
}

function later(day: string, unit: RetentionQuery['interval'], by: number): string {
  const at = new Date(`${day}T00:00Z`);
  if (unit === 'month') at.setUTCMonth(at.getUTCMonth() + by); // always the first of a month
  else at.setUTCDate(at.getUTCDate() + by * (unit === 'week' ? 7 : 1));
  return at.toISOString().slice(0, 10);
}

/** Where nobody came back is 0; what is not over is null, also when somebody came back already. */
export function retentionAnswer(
  { query, boundaries, cohorts }: RetentionQuestion,
  rows: readonly RetentionRow[],
  asOf: Date,
): Answer {
  const people = new Map(rows.map((row) => [`${row.cohort} ${row.interval}`, row.people]));
  const isOver = (interval: number) => (boundaries[interval + 1] ?? asOf) <= asOf && interval + 1 < boundaries.length;
  const shown = Array.from({ length: cohorts }, (_, cohort) => ({
    from: boundaries[cohort],
    to: boundaries[cohort + 1],
    isComplete: isOver(cohort),
    size: people.get(`${cohort} null`) ?? 0,
    returned: Array.from({ length: query.intervals + 1 }, (__, after) =>
      isOver(cohort + after) ? (people.get(`${cohort} ${after}`) ?? 0) : null,
    ),
  }));
  const mean = Array.from({ length: query.intervals + 1 }, (_, after) => {
    const over = shown.filter(({ returned }) => returned[after] !== null);
    return {
      size: over.reduce((sum, { size }) => sum + size, 0),
      returned: over.reduce((sum, { returned }) => sum + (returned[after] ?? 0), 0),
    };
  });
  return { kind: 'retention', interval: query.interval, cohorts: shown, mean };
}
