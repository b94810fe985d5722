-- Reports on days before this time.
create or replace function domain_reports_to_forget(before timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select r.organization_id, r.id from domain_reports r where r.ends_at < before order by r.ends_at limit 500;
  end;
alter function domain_reports_to_forget owner to engagex_crossing;
revoke all on function domain_reports_to_forget from public;
grant execute on function domain_reports_to_forget to engagex_app;
