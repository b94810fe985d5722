-- Organizations with provider events that wait to be applied, or that were applied long enough ago to be forgotten.
create or replace function due_provider_events(forget_before timestamptz) returns table (organization_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct e.organization_id from provider_events e where e.applied_at is null
    union
    select organization_id from (
      select e.organization_id from provider_events e where e.applied_at < forget_before limit 1000) old;
  end;
alter function due_provider_events owner to engagex_crossing;
revoke all on function due_provider_events from public;
grant execute on function due_provider_events to engagex_app;
