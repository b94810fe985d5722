-- Exports waiting for a worker, those whose worker has been silent for 30 seconds, and those whose file is to go.
create or replace function due_exports() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select e.organization_id, e.id from exports e
    where e.status = 'queued' or (e.status = 'running' and e.heartbeat_at < now() - interval '30 seconds')
      or (e.status = 'done' and e.expires_at < now())
    order by e.id limit 100;
  end;
alter function due_exports owner to engagex_crossing;
revoke all on function due_exports from public;
grant execute on function due_exports to engagex_app;
