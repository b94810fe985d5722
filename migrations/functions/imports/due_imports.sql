-- Imports waiting for a worker, and those whose worker has been silent for 30 seconds.
create or replace function due_imports() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from imports i
    where i.status = 'queued'
      or (i.status in ('rehearsing', 'running', 'undoing')
        and (i.heartbeat_at is null or i.heartbeat_at < now() - interval '30 seconds'))
    order by i.id limit 100;
  end;
alter function due_imports owner to engagex_crossing;
revoke all on function due_imports from public;
grant execute on function due_imports to engagex_app;
