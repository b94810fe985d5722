-- Organizations whose next export is due at this time, with exports that are to be made or delivered, or with files that are kept no longer.
-- An export is put off for an hour at most: a later time was written by a clock that was ahead.
create or replace function due_event_exports(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct due.organization_id, due.organization_id from (
      select s.organization_id from event_export_settings s where s.next_due_at <= at
      union all
      select e.organization_id from event_exports e where e.state in ('pending', 'stored')
        and (e.next_attempt_at <= at or e.next_attempt_at > at + interval '2 hours')
      union all
      select e.organization_id from event_exports e where e.expires_at <= at
    ) as due limit 200;
  end;
alter function due_event_exports owner to engagex_crossing;
revoke all on function due_event_exports from public;
grant execute on function due_event_exports to engagex_app;
