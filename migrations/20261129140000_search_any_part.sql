-- Contacts are found by any part of their names and address, without case and accents.
create extension if not exists pg_trgm;

-- A text beyond ASCII in lower case, without accents. Letters that are still beyond ASCII are written in octal, because
-- trigrams know only the letters of the database's locale, which has none of them. The encoding of a database never
-- changes, so the same text is always the same.
create function fold_beyond_ascii(value text) returns text
  language sql immutable strict parallel safe
  return encode(convert_to(replace(translate(lower(regexp_replace(
    normalize(value collate "pg_c_utf8", NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđðþæœı', 'olddtaoi'), 'ß', 'ss'), 'UTF8'), 'escape');

-- How texts are compared in a search.
create function fold_for_search(value text) returns text language sql immutable strict parallel safe
  return case when octet_length(value) = length(value) then replace(lower(value collate "C"), '\', '\\')
    else fold_beyond_ascii(value) end;

-- The words of a folded text as trigrams see them: whatever is no letter or digit parts them.
create function words_for_search(folded text) returns text language sql immutable strict parallel safe
  return translate(folded, $$@._+-'`\,;:()[]"/&!#$%*=?^{|}~<>$$, repeat(' ', 32));

-- What a contact is found by, a space before each part. Umlauts are there as a, o, u and as ae, oe, ue. All of it is
-- there once more as words, so that what one or two letters find is what the trigrams of a word's beginning promise.
-- Names are in full, because restoring a backup searches no schema.
create function contact_search_text(email text, first_name text, last_name text) returns text
  language plpgsql immutable parallel safe as $$
declare
  names text := coalesce(first_name, '') || ' ' || coalesce(last_name, '');
  folded text := public.fold_for_search(' ' || coalesce(email, '') || ' ' || names);
begin
  if octet_length(names) <> length(names) then
    names := normalize(names collate "pg_c_utf8", NFC);
    if names ~ '[äöüÄÖÜ]' then
      folded := folded || ' ' || public.fold_for_search(replace(replace(replace(replace(replace(replace(
        names, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'ae'), 'Ö', 'oe'), 'Ü', 'ue'));
    end if;
  end if;
  return folded || public.words_for_search(folded);
end $$;

alter table contacts add column search_text text collate "C"
  generated always as (contact_search_text(email, first_name, last_name)) stored;
create index contacts_search on contacts using gin (search_text gin_trgm_ops) where deleted_at is null; -- search

-- LIKE patterns, all of which must hold: one for each word. One or two plain characters are in too many texts to be looked
-- for in their middle; they find how a word of the address or a name begins.
create function search_patterns(search text) returns text[] language sql immutable strict parallel safe
  return array(
    select case when word ~ '^[a-z0-9]{1,2}$' then '% ' else '%' end || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%'
    from unnest(string_to_array(fold_for_search(regexp_replace(search, '\s+', ' ', 'g')), ' ')) word where word <> '');

-- Whom a search finds among the contacts of the current organization; null when it is cheaper to read them and compare,
-- because they are few, or it finds many: then a page is full before long. LIKE is not leakproof, so row-level
-- security keeps it from using an index; this belongs to a role that may read these columns of all organizations.
create function contacts_found(search text) returns uuid[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  patterns constant text[] := search_patterns(search);
  mine constant uuid := current_organization();
  newest constant int := 2000;
  most constant int := 10000;
  seen int; alike int; found uuid[];
begin
  select count(*), count(*) filter (where s.search_text like all (patterns)) into seen, alike
  from (select c.search_text from contacts c where c.organization_id = mine and c.deleted_at is null
    order by c.id desc limit newest) s;
  if seen < newest or alike >= newest / 100 then return null; end if;
  -- Each pattern is a condition of its own and known when this is planned; materialized, so that the limit does not
  -- make reading everything look cheap.
  execute format('with f as materialized (
      select c.id from contacts c where c.organization_id = %L and c.deleted_at is null and %s)
    select array_agg(l.id) from (select id from f limit %s) l', mine,
    (select string_agg(format('c.search_text like %L', pattern), ' and ') from unnest(patterns) pattern), most + 1) into found;
  return case when cardinality(found) > most then null else coalesce(found, '{}') end;
end $$;
grant select (organization_id, id, search_text, deleted_at) on contacts to engagex_crossing;
create policy crossing on contacts for select to engagex_crossing using (true);
alter function contacts_found owner to engagex_crossing;
revoke all on function contacts_found from public;
grant execute on function contacts_found to engagex_app;
