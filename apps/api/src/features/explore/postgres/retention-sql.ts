import type { RetentionQuestion } from '../../../ports/event-analysis.ts';
import { deeds, person, type Values } from './deeds.ts';

const start = new Date(0);

/** Who began when as `began` (person, cohort), and who came back when as `returned` (person, interval), each once. */
export function retentionSets({ query, boundaries, cohorts }: RetentionQuestion, values: Values): string {
  const of = values.put(boundaries, 'timestamptz[]');
  const [from, end, last] = [boundaries[0] ?? start, boundaries[cohorts] ?? start, boundaries.at(-1) ?? start];
  const columns = `${person} as person, r.occurred_at as t`;
  const isFirst = query.counts === 'first_time';
  const beginning = deeds({ span: { from: isFirst ? start : from, to: end }, events: [query.begins], columns }, values);
  const began = isFirst
    ? `select person, width_bucket(min(t), ${of}) - 1 as cohort from (${beginning}) b group by person
       having min(t) >= ${values.put(from, 'timestamptz')}`
    : `select distinct person, width_bucket(t, ${of}) - 1 as cohort from (${beginning}) b`;
  return `began as materialized (${began}),
    returned as materialized (select distinct person, width_bucket(t, ${of}) - 1 as interval
      from (${deeds({ span: { from, to: last }, events: [query.returns], columns }, values)}) r)`;
}

export function retentionSql(question: RetentionQuestion, values: Values): string {
  return `with ${retentionSets(question, values)}
    select cohort, null::int as interval, count(*)::int as people from began group by cohort
    union all
    select b.cohort, r.interval - b.cohort, count(*)::int from began b join returned r using (person)
    where r.interval between b.cohort and b.cohort + ${values.put(question.query.intervals, 'int')} group by 1, 2`;
}
