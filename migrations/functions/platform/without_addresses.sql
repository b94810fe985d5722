-- A text without the addresses that match any of these patterns (POSIX, case is ignored).
create or replace function without_addresses(value text, patterns text[], instead text) returns text language plpgsql immutable as $$
declare pattern text;
begin
  foreach pattern in array patterns loop
    value := regexp_replace(value, pattern, instead, 'gi');
  end loop;
  return value;
end $$;
