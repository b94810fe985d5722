-- Organizations with hours that can be frozen: over for two minutes, in case the clock is set back a little.
create or replace function due_usage_hours() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select u.organization_id, u.organization_id from usage_accounts u
    where u.frozen_until < date_trunc('hour', now() - interval '2 minutes', 'UTC')
    order by u.frozen_until limit 200;
  end;
alter function due_usage_hours owner to engagex_crossing;
revoke all on function due_usage_hours from public;
grant execute on function due_usage_hours to engagex_app;
