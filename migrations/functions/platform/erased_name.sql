-- What stands in a text where an address was.
create or replace function erased_name(secret text, spelling text) returns text
  language sql immutable return '[erased ' || left(md5(secret || spelling), 6) || ']';
