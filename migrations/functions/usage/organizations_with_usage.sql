-- Organizations whose usage is counted, to end that once billing is off.
create or replace function organizations_with_usage() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select u.organization_id, u.organization_id from usage_accounts u limit 200;
  end;
alter function organizations_with_usage owner to engagex_crossing;
revoke all on function organizations_with_usage from public;
grant execute on function organizations_with_usage to engagex_app;
