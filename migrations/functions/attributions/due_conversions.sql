-- Organizations with conversions that are to be attributed again, or settled by `at`.
create or replace function due_conversions(at timestamptz) returns table (organization_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id from conversions c where c.due_at <= at
    union select r.organization_id from conversion_reviews r;
  end;
alter function due_conversions owner to engagex_crossing;
revoke all on function due_conversions from public;
grant execute on function due_conversions to engagex_app;
