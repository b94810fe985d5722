-- Ends a person's sessions that came through the provider of the current organization, and no others: those of somebody
-- it removes may be at work elsewhere, and reach nothing here from the next request on.
create or replace function end_sessions_here(wanted uuid) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    delete from sessions
    where sess ->> 'userId' = wanted::text and sess ->> 'boundTo' = current_organization()::text;
  end;
alter function end_sessions_here owner to engagex_crossing;
revoke all on function end_sessions_here from public;
grant execute on function end_sessions_here to engagex_app;
