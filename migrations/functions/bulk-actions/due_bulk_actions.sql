-- Bulk actions with something left to do at which nobody has been for a while.
create or replace function due_bulk_actions() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id, b.id from bulk_actions b
    where b.status in ('queued', 'running') and b.updated_at < now() - interval '5 seconds'
    order by b.id limit 100;
  end;
alter function due_bulk_actions owner to engagex_crossing;
revoke all on function due_bulk_actions from public;
grant execute on function due_bulk_actions to engagex_app;
