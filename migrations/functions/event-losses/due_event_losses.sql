-- Organizations with page loads whose gaps are to be counted, or that are to be deleted, by `at`; and with counts of days before `keep_from`.
create or replace function due_event_losses(at timestamptz, keep_from date) returns table (organization_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id from event_boots b where b.due_at <= at
    union select l.organization_id from event_losses l where l.day < keep_from;
  end;
alter function due_event_losses owner to engagex_crossing;
revoke all on function due_event_losses from public;
grant execute on function due_event_losses to engagex_app;
