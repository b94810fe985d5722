-- Organizations that keep no events received before this time.
create or replace function organizations_without_events_of(before timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select s.organization_id from event_settings s where before <= now() - make_interval(days => s.retention_days);
  end;
alter function organizations_without_events_of owner to engagex_crossing;
revoke all on function organizations_without_events_of from public;
grant execute on function organizations_without_events_of to engagex_app;
