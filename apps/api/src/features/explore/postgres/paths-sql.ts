import type { PathsQuery } from '@engagex/domain/explore';
import type { Span } from '../../../ports/event-analysis.ts';
import { deeds, isChosen, person, type Values } from './deeds.ts';

/**
 * One row for each step of each person as `step` (person, place, name, value, nextName, nextValue), named by how frequent steps
 * are in their place. A path that leads up to the event is the same read backwards.
 */
export function pathSteps(query: PathsQuery, span: Span, values: Values): string {
  const { put } = values;
  const order = query.direction === 'after' ? 't, received_at, id' : 't desc, received_at desc, id desc';
  const key = query.property === null ? null : put(query.property, 'text');
  const value = key
    ? `case when jsonb_typeof(r.properties -> ${key}) in ('string', 'number', 'boolean') then left(r.properties ->> ${key}, 200) end`
    : 'null::text';
  const columns = `${person} as person, r.occurred_at as t, r.received_at, r.id, r.name, ${value} as value,
    ${isChosen(query.event, values)} as is_chosen`;
  const gap = `make_interval(mins => ${put(query.gapMinutes, 'int')})`;
  const steps = put(query.steps, 'int');
  return `
    deed as (${deeds({ span, events: null, columns }, values)}),
    begun as (select *, count(*) filter (where is_chosen) over w as chosen from deed window w as (partition by person order by ${order})),
    way as (select *, lag(t) over w as before, lag(name) over w as name_before, lag(value) over w as value_before,
        row_number() over w as n
      from begun where chosen > 0 window w as (partition by person order by ${order})),
    unbroken as (select *, count(*) filter (where greatest(t, before) - least(t, before) > ${gap}) over w as breaks from way
      window w as (partition by person order by n)),
    placed as (select person, n, name, value, count(*) filter (where (name, value) is distinct from (name_before, value_before)) over w - 1 as place
      from unbroken where breaks = 0 window w as (partition by person order by n)),
    walked as (select distinct on (person, place) person, place::int, name, value from placed order by person, place, n),
    ranked as (select place, name, value, row_number() over (partition by place order by count(*) desc, name, value nulls first) as rank
      from walked where place <= ${steps} group by place, name, value),
    named as (select w.person, w.place, rank <= ${put(query.most, 'int')} as is_shown, w.name, w.value,
        exists (select from walked n where n.person = w.person and n.place = w.place + 1) as goes_on
      from walked w join ranked r on r.place = w.place and r.name = w.name and r.value is not distinct from w.value),
    step as (select person, place, goes_on, case when is_shown then name end as name, case when is_shown then value end as value from named)`;
}

export function pathsSql(query: PathsQuery, span: Span, values: Values): string {
  return `with ${pathSteps(query, span, values)}
    select place, name, value, false as "isLink", null::text as "nextName", null::text as "nextValue", count(*)::int as people,
      count(*) filter (where not goes_on)::int as ended
    from step group by place, name, value
    union all
    select a.place, a.name, a.value, true, b.name, b.value, count(*)::int, 0
    from step a join step b on b.person = a.person and b.place = a.place + 1
    group by a.place, a.name, a.value, b.name, b.value
    order by 1, 4, 7 desc, 2 nulls last, 3 nulls first, 5 nulls last, 6 nulls first`;
}
