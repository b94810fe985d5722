-- Whose reports these keys are of: errors of meters name keys and no organization.
create or replace function usage_reports_by_keys(wanted uuid[]) returns table (organization_id uuid, key uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select r.organization_id, r.key from usage_reports r where r.key = any (wanted);
  end;
alter function usage_reports_by_keys owner to engagex_crossing;
revoke all on function usage_reports_by_keys from public;
grant execute on function usage_reports_by_keys to engagex_app;
