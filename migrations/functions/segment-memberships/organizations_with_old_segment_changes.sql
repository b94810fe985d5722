-- Organizations with recorded changes of segments where nobody has looked for old ones since `look_before`.
create or replace function organizations_with_old_segment_changes(look_before timestamptz)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct w.organization_id from segment_watches w
    where w.last_sequence > w.forgotten_to and coalesce(w.forgotten_at, '-infinity') < look_before;
  end;
alter function organizations_with_old_segment_changes owner to engagex_crossing;
revoke all on function organizations_with_old_segment_changes from public;
grant execute on function organizations_with_old_segment_changes to engagex_app;
