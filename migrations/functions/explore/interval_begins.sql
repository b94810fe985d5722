-- The first day of the week or month that a day is in; of `day` and `hour` the day itself.
create or replace function interval_begins(day date, unit text, week_start text) returns date language sql immutable parallel safe
  begin atomic
    select case unit
      when 'month' then date_trunc('month', day)::date
      when 'week' then day - (extract(isodow from day)::int + case week_start when 'monday' then 6 when 'sunday' then 0 else 1 end) % 7
      else day end;
  end;
