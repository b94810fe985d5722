-- Organizations whose deletion was due before this and has not begun: something outside, such as a subscription, has not ended.
create or replace function held_organization_deletions(due_before timestamptz, most int)
  returns table (organization_id uuid, organization_name text, deletes_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.name, o.deletes_at from organizations o
    where o.deletes_at < due_before and o.deleted_at is null order by o.deletes_at limit most;
  end;
alter function held_organization_deletions owner to engagex_crossing;
revoke all on function held_organization_deletions from public;
grant execute on function held_organization_deletions to engagex_app;
