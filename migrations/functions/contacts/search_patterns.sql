-- LIKE patterns, all of which must hold: one for each word. One or two plain characters are in too many texts to be looked
-- for in their middle; they find how a word of the address or a name begins.
create or replace function search_patterns(search text) returns text[] language sql immutable strict parallel safe
  return array(
    select case when word ~ '^[a-z0-9]{1,2}$' then '% ' else '%' end || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%'
    from unnest(string_to_array(fold_for_search(regexp_replace(search, '\s+', ' ', 'g')), ' ')) word where word <> '');
