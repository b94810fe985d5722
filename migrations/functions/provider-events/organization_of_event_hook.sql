-- Whose webhook a provider calls, which is signed in nowhere.
create or replace function organization_of_event_hook(wanted uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select h.organization_id from event_hooks h
    join organizations o on o.id = h.organization_id
    where h.id = wanted and o.deleted_at is null;
  end;
alter function organization_of_event_hook owner to engagex_crossing;
revoke all on function organization_of_event_hook from public;
grant execute on function organization_of_event_hook to engagex_app;
