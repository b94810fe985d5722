-- Imports done longer ago than this, whose changes are still remembered.
create or replace function forgettable_imports(after interval) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from imports i
    where i.status = 'done' and i.stamp is not null and i.finished_at < now() - after
    order by i.finished_at limit 100;
  end;
alter function forgettable_imports owner to engagex_crossing;
revoke all on function forgettable_imports from public;
grant execute on function forgettable_imports to engagex_app;
