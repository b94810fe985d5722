-- Organizations with hours to report, or to report again, and those that were not compared with the meters since $2.
create or replace function due_usage_reports(at timestamptz, compared_before timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct due.organization_id, due.organization_id from (
      select r.organization_id from usage_reports r where r.state = 'pending' and r.due_at <= at
      union all
      select p.organization_id from usage_report_progress p join usage_accounts a on a.organization_id = p.organization_id
      where a.frozen_until > p.planned_until
      union all
      select p.organization_id from usage_report_progress p where p.compared_at <= compared_before
    ) as due limit 200;
  end;
alter function due_usage_reports owner to engagex_crossing;
revoke all on function due_usage_reports from public;
grant execute on function due_usage_reports to engagex_app;
