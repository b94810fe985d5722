-- Bulk actions that ended longer ago than this, whatever came of them, and whom they were about is still remembered.
create or replace function forgettable_bulk_actions(after interval) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id, b.id from bulk_actions b
    where b.forgotten_at is null and b.finished_at < now() - after
    order by b.finished_at limit 100;
  end;
alter function forgettable_bulk_actions owner to engagex_crossing;
revoke all on function forgettable_bulk_actions from public;
grant execute on function forgettable_bulk_actions to engagex_app;
