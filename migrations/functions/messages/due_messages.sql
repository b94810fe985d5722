-- Organizations in which a message is due, or a worker that held some has died. Leases run by the clock of the
-- database, all else by the caller's.
create or replace function due_messages(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.id from organizations o where o.deleted_at is null and o.id in (
      select m.organization_id from messages m where m.state in ('pending', 'deferred') and m.due_at <= at
      union
      select m.organization_id from messages m where m.state in ('claimed', 'submitting') and m.lease_until <= now());
  end;
alter function due_messages owner to engagex_crossing;
revoke all on function due_messages from public;
grant execute on function due_messages to engagex_app;
