-- Mails of dashboards to hand over, and those whose worker died.
create or replace function due_dashboard_mails(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select n.organization_id, n.id from dashboard_mails n
    where n.state in ('pending', 'submitting') and n.due_at <= at order by n.due_at limit 200;
  end;
alter function due_dashboard_mails owner to engagex_crossing;
revoke all on function due_dashboard_mails from public;
grant execute on function due_dashboard_mails to engagex_app;
