-- Organizations that keep events for a limited time.
create or replace function organizations_with_old_events() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select s.organization_id, s.organization_id from event_settings s where s.retention_days is not null;
  end;
alter function organizations_with_old_events owner to engagex_crossing;
revoke all on function organizations_with_old_events from public;
grant execute on function organizations_with_old_events to engagex_app;
