-- What has failed again and again in the last minutes, of all organizations together: for health checks.
create or replace function failing_work(fewest int) returns table (queue text, count int, since timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select f.queue, count(*)::int, min(f.first_at) from job_failures f
    where f.failures >= fewest and f.last_at > now() - interval '10 minutes'
    group by f.queue order by f.queue;
  end;
alter function failing_work owner to engagex_crossing;
revoke all on function failing_work from public;
grant execute on function failing_work to engagex_app;
