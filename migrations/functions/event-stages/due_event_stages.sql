-- Organizations with events that wait for a stage, or that a stage is to try again by `at`, or discarded before `forget_before`.
create or replace function due_event_stages(at timestamptz, forget_before timestamptz) returns table (organization_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id from event_batches b
    union select b.organization_id from event_stage_batches b
    union select f.organization_id from failed_events f where f.state = 'retrying' and f.due_at <= at
    union select f.organization_id from failed_events f where f.state = 'discarded' and f.last_failed_at < forget_before;
  end;
alter function due_event_stages owner to engagex_crossing;
revoke all on function due_event_stages from public;
grant execute on function due_event_stages to engagex_app;
