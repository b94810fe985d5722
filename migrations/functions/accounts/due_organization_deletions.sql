-- Organizations whose time to be kept is over, until nothing of them is left.
create or replace function due_organization_deletions() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.id from organizations o where o.deletes_at <= now() order by o.deletes_at limit 100;
  end;
alter function due_organization_deletions owner to engagex_crossing;
revoke all on function due_organization_deletions from public;
grant execute on function due_organization_deletions to engagex_app;
