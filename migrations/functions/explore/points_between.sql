-- The boundaries of intervals from one day up to, but not including, another: one more than there are intervals. The first and the last
-- interval end with the period. Hours are counted from the beginning of each day, so a day of 23 hours has 23; a day that a zone left out
-- has no point. `days_back` gives the boundaries that stand for them so many days before: the same days and hours then, and what
-- has no counterpart belongs to the interval before, so that nothing gets lost or counts twice.
create or replace function points_between(first_day date, end_day date, unit text, week_start text, zone text, days_back int)
  returns timestamptz[] language sql stable
  begin atomic
    with day as (
      select d::date as day, day_begins(d::date, zone) as begins, day_begins(d::date + 1, zone) as ends
      from generate_series(first_day::timestamp, end_day::timestamp - interval '1 day', interval '1 day') d
    ), point (day, hours) as (
      select day, h from day, generate_series(0, ceil(extract(epoch from ends - begins) / 3600)::int - 1) h where unit = 'hour'
      union all
      select day, 0 from day where unit = 'day' and begins < ends
      union all
      select day, 0 from day where unit in ('week', 'month') and (day = first_day or interval_begins(day, unit, week_start) = day)
    ), boundary as (
      select array_agg(least(day_begins(day - days_back, zone) + make_interval(hours => hours), day_begins(day - days_back + 1, zone))
        order by day, hours) as at from point
    )
    select case when at is null then array[day_begins(end_day - days_back, zone)]
      else day_begins(first_day - days_back, zone) || at[2:] || day_begins(end_day - days_back, zone) end
    from boundary;
  end;
