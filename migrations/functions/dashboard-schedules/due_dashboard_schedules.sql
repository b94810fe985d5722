-- Organizations with a schedule that is due at this time or is to be reckoned again, or with numbers to be read.
create or replace function due_dashboard_schedules(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct due.organization_id, due.organization_id from (
      select s.organization_id from dashboard_schedules s where s.next_due_at <= at
      union all
      select s.organization_id from dashboard_schedules s where s.zone_changed
      union all
      select m.organization_id from dashboard_mailings m where m.state = 'pending' and m.next_attempt_at <= at
    ) as due limit 200;
  end;
alter function due_dashboard_schedules owner to engagex_crossing;
revoke all on function due_dashboard_schedules from public;
grant execute on function due_dashboard_schedules to engagex_app;
