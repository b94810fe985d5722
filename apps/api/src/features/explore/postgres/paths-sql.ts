import type { PathsQuery } from '@engagex/domain/explore';
import type { Span } from '../../../ports/event-analysis.ts';
import { deeds, isChosen, isDeed, partOf, person, type Values } from './deeds.ts';

/**
 * One row for each step of each person as `step` (person, place, name, value, goes_on, next_name, next_value), named by how
 * frequent steps are in their place. A path that leads up to the event is the same read backwards. Only those who did the event
 * are read, each from there on, and all windows have one order, so that it is sorted once. The planner expects a few rows of
 * windows where there are thousands: they are joined with the few steps that are shown, never with each other.
 */
export function pathSteps(query: PathsQuery, span: Span, values: Values): string {
  const { put } = values;
  const isAfter = query.direction === 'after';
  const order = isAfter ? 't, received_at, id' : 't desc, received_at desc, id desc';
  const ordered = `(partition by person order by ${order})`;
  const begins = deeds({ span, events: [query.event], columns: `${person} as person, r.occurred_at as t` }, values);
  const gap = `make_interval(mins => ${put(query.gapMinutes, 'int')})`;
  const steps = put(query.steps, 'int');
  return `
    began as (select person, ${isAfter ? 'min' : 'max'}(t) as t from (${begins}) d group by person),
    id as (
      select person, person as id, t from began
      union all
      select b.person, l.person_id, b.t from began b
      join person_links l on l.organization_id = current_organization() and l.into_id = b.person and l.undone_at is null),
    deed as (
      select i.person, r.occurred_at as t, r.received_at, r.id, r.name, ${partOf(query.property, values)} as part,
        ${isChosen(query.event, values)} as is_chosen
      from id i join events r on r.person_id = i.id and r.occurred_at ${isAfter ? '>=' : '<='} i.t and ${isDeed(span, values)}),
    begun as (select *, count(*) filter (where is_chosen) over w as chosen from deed window w as ${ordered}),
    way as (
      select *, lag(t) over w as t_before, lag(name) over w as name_before, lag(part) over w as part_before
      from begun where chosen > 0 window w as ${ordered}),
    unbroken as (select *, count(*) filter (where greatest(t, t_before) - least(t, t_before) > ${gap}) over w as breaks
      from way window w as ${ordered}),
    walked as (
      select person, row_number() over w - 1 as place, name, part, lead(name) over w as next_name, lead(part) over w as next_part
      from unbroken where breaks = 0 and (name_before is null or name <> name_before or part <> part_before) window w as ${ordered}),
    ranked as (
      select place, name, part, row_number() over (partition by place order by count(*) desc, name, part) as rank
      from walked where place <= ${steps} group by place, name, part),
    shown as materialized (select place, name, part from ranked where rank <= ${put(query.most, 'int')}),
    step as (
      select w.person, w.place::int, w.next_name is not null as goes_on, s.name, ${valueIn('s.part')} as value,
        n.name as next_name, ${valueIn('n.part')} as next_value
      from walked w left join shown s on s.place = w.place and s.name = w.name and s.part = w.part
      left join shown n on n.place = w.place + 1 and n.name = w.next_name and n.part = w.next_part
      where w.place <= ${steps})`;
}

export function pathsSql(query: PathsQuery, span: Span, values: Values): string {
  return `with ${pathSteps(query, span, values)}
    select place, name, value, false as "isLink", null::text as "nextName", null::text as "nextValue", count(*)::int as people,
      count(*) filter (where not goes_on)::int as ended
    from step group by place, name, value
    union all
    select place, name, value, true, next_name, next_value, count(*)::int, 0
    from step where goes_on and place < ${values.put(query.steps, 'int')}
    group by place, name, value, next_name, next_value
    order by 1, 4, 7 desc, 2 nulls last, 3 nulls first, 5 nulls last, 6 nulls first`;
}

/** The value that a part stands for. */
function valueIn(part: string): string {
  return `case when ${part} like 'v%' then substr(${part}, 2) end`;
}
