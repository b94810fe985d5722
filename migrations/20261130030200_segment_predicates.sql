-- What a condition of a segment asks of a value is its predicate. Its operator always comes first; a quote within a value
-- would have a backslash, so none of those is taken for a predicate.
create function pg_temp.with_predicates(document jsonb) returns jsonb language sql immutable as $$
  select replace(document::text, '"test": {"op": ', '"predicate": {"op": ')::jsonb $$;

-- The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update segments set tree = pg_temp.with_predicates(tree) where organization_id = organization;
    update campaign_approvals set version = pg_temp.with_predicates(version) where organization_id = organization;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;

drop function pg_temp.with_predicates;
