-- The boundaries of intervals from one day up to, but not including, another: one more than there are intervals. The first and the last
-- interval end with the period. Hours are counted from the beginning of each day, so a day of 23 hours has 23. `days_back` gives
-- the boundaries that stand for them so many days before: the same days and hours then, none of which gets lost or counts twice.
create or replace function points_between(first_day date, end_day date, unit text, week_start text, zone text, days_back int)
  returns timestamptz[] language sql stable
  begin atomic
    with day as (
      select d::date as day, day_begins(d::date, zone) as begins, day_begins(d::date + 1, zone) as ends
      from generate_series(first_day::timestamp, end_day::timestamp - interval '1 day', interval '1 day') d
    ), point (day, hours) as (
      select day, h from day, generate_series(0, greatest(ceil(extract(epoch from ends - begins) / 3600)::int - 1, 0)) h where unit = 'hour'
      union all
      select day, 0 from day where unit <> 'hour' and (day = first_day or interval_begins(day, unit, week_start) = day)
    )
    select array_agg(least(day_begins(day - days_back, zone) + make_interval(hours => hours), day_begins(day - days_back + 1, zone))
      order by day, hours) || day_begins(end_day - days_back, zone)
    from point;
  end;
