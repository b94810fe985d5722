-- How texts are compared in a search.
create or replace function fold_for_search(value text) returns text language sql immutable strict parallel safe
  return case when octet_length(value) = length(value) then replace(lower(value collate "C"), '\', '\\')
    else fold_beyond_ascii(value) end;
