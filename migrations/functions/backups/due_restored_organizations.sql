-- Organizations that came out of a backup and are not as people want it since, once the log was loaded or declared missing.
create or replace function due_restored_organizations() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select r.organization_id, r.hold_id from restored_organizations r join sending_holds h on h.id = r.hold_id
  where r.settled_at is null and h.log <> 'awaited' order by 1 limit 1000
$$;
alter function due_restored_organizations owner to engagex_crossing;
revoke all on function due_restored_organizations from public;
grant execute on function due_restored_organizations to engagex_app;
