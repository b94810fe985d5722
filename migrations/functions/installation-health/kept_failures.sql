-- Events that no stage could apply and that wait for a member: how many (up to 100,000), and since when.
create or replace function kept_failures() returns table (waiting bigint, since timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select count(*), min(f.first_failed_at) from (
      select first_failed_at from failed_events where state = 'failed' order by first_failed_at limit 100000) f;
  end;
alter function kept_failures owner to engagex_crossing;
revoke all on function kept_failures from public;
grant execute on function kept_failures to engagex_app;
