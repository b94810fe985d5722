-- Whom a search finds among the contacts of the current organization; null when it is cheaper to read them and compare,
-- because they are few, or it finds many: then a page is full before long. LIKE is not leakproof, so row-level
-- security keeps it from using an index; this belongs to a role that may read these columns of all organizations.
create or replace function contacts_found(search text) returns uuid[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  patterns constant text[] := search_patterns(search);
  mine constant uuid := current_organization();
  newest constant int := 500;
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
alter function contacts_found owner to engagex_crossing;
revoke all on function contacts_found from public;
grant execute on function contacts_found to engagex_app;
