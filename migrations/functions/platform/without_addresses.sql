-- A text without the addresses that match any of these patterns (POSIX, case is ignored). What is written instead is the same for the
-- same spelling and different for every other, so names that have to be unique stay so; without the secret it tells nothing.
create or replace function without_addresses(value text, patterns text[], secret text) returns text language plpgsql immutable as $$
declare pattern text;
begin
  foreach pattern in array patterns loop
    continue when value !~* pattern;
    select string_agg(piece || coalesce(erased_name(secret, spelling), ''), '' order by place) into value
    from unnest(regexp_split_to_array(value, pattern, 'i'),
      array(select m[1] from regexp_matches(value, '(' || pattern || ')', 'gi') m)) with ordinality as t (piece, spelling, place);
  end loop;
  return value;
end $$;
