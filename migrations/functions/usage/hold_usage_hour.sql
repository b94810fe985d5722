-- The hour in which the transaction records usage, by the clock of the database. Until it ends, nobody freezes that hour.
create or replace function hold_usage_hour() returns timestamptz language plpgsql as $$
declare hour timestamptz;
begin
  loop
    hour := date_trunc('hour', clock_timestamp(), 'UTC');
    perform pg_advisory_xact_lock_shared(hashtext('usage_hour'), (extract(epoch from hour) / 3600)::int);
    -- An hour is frozen only after its end: one that still runs was not. Whoever waited for that goes on in the next.
    exit when hour = date_trunc('hour', clock_timestamp(), 'UTC');
  end loop;
  return hour;
end $$;
