import type { TopQuery } from '@engagex/domain/explore';
import type { Span } from '../../../ports/event-analysis.ts';
import { amountOf, numberOf } from './amounts.ts';
import { deeds, partOf, person, type Values } from './deeds.ts';

/** Its events as `a` (person, part, x), and how its values rank. */
export function topDeeds({ event, property, measure, most }: TopQuery, span: Span, values: Values): string {
  const part = property === null ? `'v' || r.name` : partOf(property, values);
  const columns = `${person} as person, ${part} as part, ${numberOf(measure, values)} as x`;
  return `a as materialized (${deeds({ span, events: [event], columns }, values)}),
    ranked as (select part, row_number() over (order by ${amountOf(measure)} desc nulls last, part collate "C") as place
      from a group by part),
    d as (select a.*, least(place, ${values.put(most, 'int')} + 1) as rank from a join ranked using (part))`;
}

export function topSql(query: TopQuery, span: Span, values: Values): string {
  const most = values.put(query.most, 'int');
  return `with ${topDeeds(query, span, values)}
    select case when rank <= ${most} then min(part) else 'o' end as part, ${amountOf(query.measure)}::text as amount,
      count(*) as events, count(distinct part)::int as values
    from d group by rank order by rank`;
}
