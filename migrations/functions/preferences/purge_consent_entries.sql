-- For the end of a deleted organization: up to so many entries of its ledger. How many went.
create or replace function purge_consent_entries(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  if not exists (
    select from organizations o where o.id = current_organization() and o.deleted_at is not null and o.deletes_at <= now()
  ) then
    raise exception 'The ledger of an organization that was not deleted stays.' using errcode = 'restrict_violation';
  end if;
  with purged as (
    delete from consent_entries where organization_id = current_organization() and ctid = any (array(
      select ctid from consent_entries where organization_id = current_organization() limit most)) returning 1
  ) select count(*) into gone from purged;
  return gone;
end $$;
alter function purge_consent_entries owner to engagex_crossing;
revoke all on function purge_consent_entries from public;
grant execute on function purge_consent_entries to engagex_app;
