-- Pre-flights waiting for a worker, and those whose worker has been silent for 30 seconds.
create or replace function due_pre_flights() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select p.organization_id, p.id from pre_flights p
    where p.state = 'queued' or (p.state = 'running' and p.heartbeat_at < now() - interval '30 seconds')
    order by p.id limit 100;
  end;
alter function due_pre_flights owner to engagex_crossing;
revoke all on function due_pre_flights from public;
grant execute on function due_pre_flights to engagex_app;
