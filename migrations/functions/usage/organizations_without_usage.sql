-- Organizations that were there before usage was counted.
create or replace function organizations_without_usage() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.id from organizations o
    where o.deleted_at is null and not exists (select from usage_accounts u where u.organization_id = o.id)
    limit 200;
  end;
alter function organizations_without_usage owner to engagex_crossing;
revoke all on function organizations_without_usage from public;
grant execute on function organizations_without_usage to engagex_app;
