-- The last step of a deletion: the row of the transaction's own organization, which nobody can enter any more. As long
-- as anything still points at it, the foreign keys refuse.
create or replace function end_organization() returns setof uuid
  language sql volatile security definer set search_path = public, pg_temp
  begin atomic
    delete from organizations o
    where o.id = current_organization() and o.deleted_at is not null and o.deletes_at <= now() returning o.id;
  end;
alter function end_organization owner to engagex_crossing;
revoke all on function end_organization from public;
grant execute on function end_organization to engagex_app;
