-- Organizations whose limits were not looked at for ten minutes.
create or replace function due_limit_checks() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select u.organization_id, u.organization_id from usage_accounts u
      left join limit_checks c on c.organization_id = u.organization_id
    where c.organization_id is null or c.checked_at < now() - interval '10 minutes'
    order by c.checked_at nulls first limit 500;
  end;
alter function due_limit_checks owner to engagex_crossing;
revoke all on function due_limit_checks from public;
grant execute on function due_limit_checks to engagex_app;
