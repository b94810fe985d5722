-- Examinations after which the next one is due, of every organization.
create or replace function examinations_to_repeat(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select e.organization_id, e.id from examinations e where e.repeats_at <= at order by e.repeats_at limit 200;
  end;
alter function examinations_to_repeat owner to engagex_crossing;
revoke all on function examinations_to_repeat from public;
grant execute on function examinations_to_repeat to engagex_app;
