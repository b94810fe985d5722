import { lossLimits } from '@engagex/domain/event-losses';

/** Named SQL of event losses. All of it runs in a tenant transaction. */

/** On which day of the organization. */
const dayOf = (at: string) =>
  `(${at} at time zone (select time_zone from organizations where id = current_organization()))::date`;

/** Not before the full hour, so that the column stays the same while events come and no index is written. */
const dueAfter = (at: string) => `date_trunc('hour', ${at}) + interval '${lossLimits.waitHours + 1} hours'`;
const endOf = (begunAt: string) => `date_trunc('hour', ${begunAt}) + interval '${lossLimits.keptDays} days'`;

/**
 * $1 numbers that arrived as JSON, by key and boot: those of events that were stored and of events that were refused. In one order, so that
 * two transactions with the same boots wait and do not block each other.
 */
export const noteNumbers = `
  with given as materialized (
    select k, b, s::int4multirange as s, f::int4multirange as f, d, w, l, v, at, c, r
    from jsonb_to_recordset($1::jsonb) as g (k uuid, b uuid, s text, f text, d int, w text, l text, v text, at timestamptz, c int, r boolean)),
  known as materialized (
    select x.key_id, x.boot from given join event_boots x on x.key_id = given.k and x.boot = given.b
    where x.organization_id = (select current_organization())),
  fresh as (
    select k, b, date_trunc('hour', at) as hour, row_number() over (partition by k, date_trunc('hour', at) order by b) as nth
    from given where r and not exists (select from known where key_id = k and boot = b)),
  hours as (
    insert into event_boot_hours as h (key_id, hour, boots)
    select k, hour, least(count(*), ${lossLimits.bootsPerHour}) from fresh group by 1, 2 order by 1, 2
    on conflict (organization_id, key_id, hour) do update set boots = least(h.boots + excluded.boots, ${lossLimits.bootsPerHour})
    returning h.key_id, h.hour, coalesce(old.boots, 0) as before),
  measured as materialized (
    select key_id, boot from known
    union all
    select k, b from fresh join hours on hours.key_id = k and hours.hour = fresh.hour where nth + before <= ${lossLimits.bootsPerHour}),
  noted as (
    insert into event_boots as x (key_id, boot, day, browser, library, release, begun_at, due_at, stored, refused, dropped)
    select k, b, ${dayOf('at')}, w, l, v, at, ${dueAfter('at')}, s, f, d
    from given join measured on key_id = k and boot = b order by k, b
    on conflict (organization_id, key_id, boot) do update set stored = x.stored + excluded.stored,
      refused = x.refused + excluded.refused, dropped = greatest(x.dropped, excluded.dropped),
      due_at = least(${dueAfter('excluded.begun_at')}, ${endOf('x.begun_at')}),
      is_implausible = (select count(*) from unnest(x.stored + excluded.stored)) > ${lossLimits.gaps}
        or (select count(*) from unnest(x.refused + excluded.refused)) > ${lossLimits.gaps}
    where not x.is_implausible)
  insert into event_losses as x (day, key_id, browser, library, release, unmeasured)
  select ${dayOf('at')}, k, 'other', 'other', 'other', sum(c) from given
  where not exists (select from measured where key_id = k and boot = b) group by 1, 2 order by 1, 2
  on conflict (organization_id, day, key_id, browser, library, release) do update set unmeasured = x.unmeasured + excluded.unmeasured`;

const numbersIn = (numbers: string) => `(select coalesce(sum(upper(r) - lower(r)), 0)::int from unnest(${numbers}) r)`;

/**
 * $1 now, $2 how many at most: what became of boots that nothing was heard of for long enough is counted, and again when something arrives
 * later. Adds the difference from what was counted before, in the transaction that says so. Answers how many.
 */
export const countDue = `
  with due as materialized (
    select key_id, boot, day, browser, library, release, counted, begun_at, is_implausible, dropped,
      coalesce(upper(stored + refused) - 1, 0) as expected, ${numbersIn('stored')} as stored, ${numbersIn('refused - stored')} as refused
    from event_boots where organization_id = (select current_organization()) and due_at <= $1
    order by due_at limit $2 for update skip locked),
  judged as materialized (
    select *, case when is_implausible or expected - stored - refused > ${lossLimits.missing} + 10 * (stored + refused)
      then '{0,0,0,0,0,1}' else array[1, expected, stored, refused, dropped, 0] end as counts from due),
  sums as (
    select day, key_id, browser, library, release, sum(counts[1] - counted[1]) as boots, sum(counts[2] - counted[2]) as expected,
      sum(counts[3] - counted[3]) as stored, sum(counts[4] - counted[4]) as refused, sum(counts[5] - counted[5]) as dropped,
      sum(counts[6] - counted[6]) as implausible
    from judged group by day, key_id, browser, library, release),
  listed as (
    select sums.*, x.day is not null as is_listed,
      row_number() over (partition by sums.day, sums.key_id, x.day is not null order by sums.stored desc, sums.release) as nth,
      (select count(*) from event_losses t where t.day = sums.day and t.key_id = sums.key_id) as rows
    from sums left join event_losses x using (day, key_id, browser, library, release)),
  added as (
    insert into event_losses as x (day, key_id, browser, library, release, boots, expected, stored, refused, dropped, implausible)
    select day, key_id, browser, library, case when is_listed or rows + nth <= ${lossLimits.rowsPerDay} then release else 'other' end,
      sum(boots), sum(expected), sum(stored), sum(refused), sum(dropped), sum(implausible)
    from listed group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (organization_id, day, key_id, browser, library, release) do update set boots = x.boots + excluded.boots,
      expected = x.expected + excluded.expected, stored = x.stored + excluded.stored, refused = x.refused + excluded.refused,
      dropped = x.dropped + excluded.dropped, implausible = x.implausible + excluded.implausible),
  kept as (
    update event_boots b set counted = counts, due_at = ${endOf('b.begun_at')} from judged j
    where b.organization_id = (select current_organization()) and b.key_id = j.key_id and b.boot = j.boot and ${endOf('b.begun_at')} > $1),
  gone as (
    delete from event_boots b using judged j
    where b.organization_id = (select current_organization()) and b.key_id = j.key_id and b.boot = j.boot and ${endOf('b.begun_at')} <= $1)
  select count(*)::int as counted from judged`;

/** $1 now. */
export const forgetHours = `delete from event_boot_hours where hour < $1::timestamptz - interval '1 day'`;

/** $1 the first day that is kept. */
export const forgetLosses = 'delete from event_losses where day < $1::date';

const sums = `sum(l.boots)::bigint as boots, sum(l.expected)::bigint as expected, sum(l.stored)::bigint as stored,
  sum(l.refused)::bigint as refused, sum(l.dropped)::bigint as dropped, sum(l.lost)::bigint as lost,
  sum(l.implausible)::bigint as implausible, sum(l.unmeasured)::bigint as unmeasured`;

/** $1 days, $2 now: each way of putting them together, and the total, in which everything else is null. */
export const lossesBy = `
  select l.day::text as day, l.browser, l.library, l.release, l.key_id as "keyId", min(k.name) as name, ${sums}
  from event_losses l join api_keys k on k.organization_id = l.organization_id and k.id = l.key_id
  where l.day > ${dayOf('$2::timestamptz')} - $1::int
  group by grouping sets ((), (l.day), (l.browser), (l.library, l.release), (l.key_id))
  having sum(l.expected) > 0 or grouping(l.day, l.browser, l.library, l.key_id) = 15
  order by expected desc, l.day, l.browser, l.library, l.release, name`;
