-- For the end of a deleted organization, when everything of it goes: up to so many of its entries, and the head once
-- none is left. How many went.
create or replace function purge_audit_entries(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  if not exists (
    select from organizations o where o.id = current_organization() and o.deleted_at is not null and o.deletes_at <= now()
  ) then
    raise exception 'The log of an organization that was not deleted stays.' using errcode = 'restrict_violation';
  end if;
  with purged as (
    delete from audit_entries where organization_id = current_organization() and ctid = any (array(
      select ctid from audit_entries where organization_id = current_organization() limit most)) returning 1
  ) select count(*) into gone from purged;
  if gone = 0 then delete from audit_heads where organization_id = current_organization(); end if;
  return gone;
end $$;
alter function purge_audit_entries owner to engagex_crossing;
revoke all on function purge_audit_entries from public;
grant execute on function purge_audit_entries to engagex_app;
