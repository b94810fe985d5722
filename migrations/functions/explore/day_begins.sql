-- The first instant of a day in a time zone. Where clocks go back over midnight the day begins the first time they show it, and where they
-- skip midnight with what comes after. A day that a zone left out has no length: it begins where the next one does.
create or replace function day_begins(day date, zone text) returns timestamptz language sql stable parallel safe
  begin atomic
    with midnight as (select day::timestamp at time zone zone as at)
    select coalesce((select min(c) from generate_series(at - interval '3 hours', at, interval '15 minutes') c
      where (c at time zone zone)::date = day), at) from midnight;
  end;
