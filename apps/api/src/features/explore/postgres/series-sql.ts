import type { SeriesQuestion } from '../../../ports/event-analysis.ts';
import { amountOf, numberOf } from './amounts.ts';
import { deeds, partOf, person, type Values } from './deeds.ts';

/** Its events as `d` (person, point, part, x), with the parts that have a line of their own. */
export function seriesDeeds(question: SeriesQuestion, values: Values): string {
  const { event, measure, breakdown, boundaries, parts } = question;
  const span = { from: boundaries[0] ?? new Date(0), to: boundaries.at(-1) ?? new Date(0) };
  const point = `width_bucket(r.occurred_at, ${values.put(boundaries, 'timestamptz[]')}) - 1`;
  const columns = `${person} as person, ${point} as point, ${partOf(breakdown?.property ?? null, values)} as part,
    ${numberOf(measure, values)} as x`;
  const all = deeds({ span, events: [event], columns }, values);
  if (!breakdown) return `d as (select *, 1 as place from (${all}) a)`;
  if (parts)
    return `d as (select person, point, x, case when part = any (${values.put(parts, 'text[]')}) then part else 'o' end as part,
      1 as place from (${all}) a)`;
  return `a as materialized (${all}),
    ranked as (select part, row_number() over (order by count(*) desc, part) as place from a group by part),
    d as (select person, point, x, case when place <= ${values.put(breakdown.most, 'int')} then part else 'o' end as part,
      least(place, ${values.put(breakdown.most, 'int')} + 1) as place from a join ranked using (part))`;
}

export function seriesSql(question: SeriesQuestion, values: Values): string {
  return `with ${seriesDeeds(question, values)}
    select part, point, ${amountOf(question.measure)}::text as amount from d
    group by grouping sets ((part, point), (part)) order by min(place), part, point nulls first`;
}
