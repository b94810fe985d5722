-- When the quiet hours end that `at` falls into, or null outside of them. They may span midnight. A zone this server
-- does not know counts as the fallback. On a night when clocks change, PostgreSQL's reading of the local hour holds.
create or replace function quiet_until(at timestamptz, zone text, fallback text, quiet_from time, quiet_to time) returns timestamptz
  language plpgsql stable as $$
declare
  known text := coalesce(zone, fallback);
  here timestamp;
begin
  begin
    here := at at time zone known;
  exception when invalid_parameter_value then
    known := fallback;
    here := at at time zone known;
  end;
  if quiet_from < quiet_to and here::time >= quiet_from and here::time < quiet_to then
    return (here::date + quiet_to) at time zone known;
  elsif quiet_from > quiet_to and here::time >= quiet_from then
    return (here::date + 1 + quiet_to) at time zone known;
  elsif quiet_from > quiet_to and here::time < quiet_to then
    return (here::date + quiet_to) at time zone known;
  end if;
  return null;
end $$;
